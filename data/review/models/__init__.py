"""Models and channels held against each other on the team's own briefs.

Belongs here: what an accepted output costs with each, what a pilot tells of them, what moving work
from one to another changes. Does not belong here: what happened in a week (`data/review/findings`).
"""
