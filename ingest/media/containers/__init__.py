"""What is used in timelines, projects, layered files and layouts: one file for each format.

Belongs here: how each format says which media it shows, and which seconds of them. A path found in
one is told, never opened. Imports `data` and `ingest.media.extras`.
"""
