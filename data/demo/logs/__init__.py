"""The invented agency's events, written down in the formats of those who would have logged them."""
