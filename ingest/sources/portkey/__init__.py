"""The Portkey gateway."""
