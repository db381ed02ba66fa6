"""The weekly review: what changed, why, how sure, what to do; built once as rows.

Belongs here: what is said of a week, each as rows with their units, and the sentences over them.
Does not belong here: how a form draws them (`dashboard/report`), and the estimates themselves
(`data/estimates`).
"""
