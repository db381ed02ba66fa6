"""The commands, those that load and those that ask, and how what they find is printed.

`ingest` is not imported here: it comes in by `ingest_door`, which `offcut.main` hands over.
"""
