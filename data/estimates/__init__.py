"""Pure functions from numbers to numbers, no SQL and no screen; scipy where it has one.

scipy's statistics take two seconds to import, so each function imports what it needs.
"""
