"""Ratings in XMP: sidecars, and packets inside images and videos."""
