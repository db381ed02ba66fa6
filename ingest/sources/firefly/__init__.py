"""Adobe Firefly."""
