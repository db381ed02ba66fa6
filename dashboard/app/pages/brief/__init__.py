"""The story of one brief."""
