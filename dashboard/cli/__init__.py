"""The commands that ask, and how figures, accounts and sizings are printed.

Those that load are in `offcut.py`, which alone knows `ingest` too.
"""
