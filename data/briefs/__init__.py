"""Briefs one by one: a list of them, and the story of each. Reads facts; changes nothing."""
