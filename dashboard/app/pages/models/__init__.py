"""The page of models and channels: where they stand, what they ask, pilots, a switch of work."""
