"""Carries a review to a target: Slack, a service that apprise knows, or a folder.

Secrets come from the environment alone, and stand in no message and no file.
"""
