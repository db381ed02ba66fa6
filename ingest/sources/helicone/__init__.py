"""The Helicone gateway."""
