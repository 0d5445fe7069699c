"""What `make` calls: setting up, the demo, checks. Nothing of the site imports it."""
