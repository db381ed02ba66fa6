"""What has been restated since a review was published, and why.

Belongs here: asking a week again in steps that change one thing each, and the lines over them.
Does not belong here: what a published review keeps (`data/review/published.py`).
"""
