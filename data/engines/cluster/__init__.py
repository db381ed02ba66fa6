"""Resolving on a cluster: `session` connects, `plan` knows what columns relations have, `resolve` is the story.

What needs Python runs as it does here: `accounts` values the credit ledger on the workers, and `prices` holds the
price book against the few ways of logging on this machine. `trouble` says what went wrong.
"""
