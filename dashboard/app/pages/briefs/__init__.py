"""Briefs: every shot, slot or image that was asked for."""
