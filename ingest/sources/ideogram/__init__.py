"""Ideogram."""
