"""Luma."""
