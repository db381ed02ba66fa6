"""Data: what was loaded."""
