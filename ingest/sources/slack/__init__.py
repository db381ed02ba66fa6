"""Decisions in Slack: emoji on messages that show a file."""
