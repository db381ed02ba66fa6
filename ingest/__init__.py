"""Files in, rows out: identify, read, check, stage, merge, account.

Belongs here: log formats and the way their records reach the warehouse. Does not belong here:
prices, outcomes, metrics (`data`) or anything on screen (`dashboard`). Imports `data` only.
"""
