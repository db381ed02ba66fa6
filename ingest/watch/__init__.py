"""Folders that load by themselves: which of their files are written, and when to load them.

It only finds files. They are loaded by the ordinary way, and what is known of them is in the
warehouse alone, so that a watcher that was killed has nothing to catch up on but to look again.
"""
