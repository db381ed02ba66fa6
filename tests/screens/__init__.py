"""Every page on every kind of warehouse, in light and dark, at three widths, in a real browser."""
