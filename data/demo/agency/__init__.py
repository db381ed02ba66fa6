"""The invented agency: who works there, what is asked of them, and what happens to it.

Yields events (`events`), and knows nothing of the formats they are logged in.
"""
