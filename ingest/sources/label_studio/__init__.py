"""Decisions in Label Studio: choices, ratings and reviews of annotations."""
