"""Decisions in Langfuse: scores that people gave."""
