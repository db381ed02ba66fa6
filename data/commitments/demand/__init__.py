"""What a team uses, out of its own log, and how well that is known."""
