"""Finals: what was delivered, and what it tells."""
