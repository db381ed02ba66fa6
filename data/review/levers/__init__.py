"""Changes priced before they are made, on the team's own work: levers.

Belongs here: what a change would have saved on the recent weeks, and what that assumes. Does not
belong here: what happened (`data/review/findings`).
"""
