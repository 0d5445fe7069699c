"""Where laboratories write the results of the lots that name them."""
