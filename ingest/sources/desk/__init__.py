"""Decisions made at Offcut's own Desk."""
