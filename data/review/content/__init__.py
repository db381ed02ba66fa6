"""The parts of a review: each module makes one, in the order of `review.py`.

Belongs here: which rows and sentences the meeting reads. Does not belong here: finding out what is
worth saying (`data/review/findings`), and how a part is drawn (`dashboard/report`).
"""
