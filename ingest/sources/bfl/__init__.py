"""Black Forest Labs."""
