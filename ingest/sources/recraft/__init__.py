"""Recraft."""
