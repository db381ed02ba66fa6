"""The Desk: what is to be looked at, in which order, and how the looking goes.

It asks the figures and the journal of decisions, and writes nothing.
"""
