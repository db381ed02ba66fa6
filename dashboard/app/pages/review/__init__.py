"""The page of the weekly meeting: its week, what is said of it, what is decided."""
