"""Leonardo."""
