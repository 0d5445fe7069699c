"""/api/v1/: what machines may read. A channel under the gate like any page: verdicts are worked out per request."""
