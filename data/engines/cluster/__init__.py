"""Resolving on a cluster: `resolve` is the story.

`session` connects, and `plan` knows what columns relations have.

What needs Python runs as it does here: `accounts` values the credit ledger on the workers, and
`prices` holds the price book against the few ways of logging on this machine. `trouble` says what
went wrong.
"""
