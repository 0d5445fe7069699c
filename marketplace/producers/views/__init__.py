"""The five rooms of a producer's workspace."""
