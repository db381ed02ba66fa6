"""What a review says at all: rules, each of which looks at one thing and speaks where it is sure.

A rule is a function of the facts of a review that gives findings; `rules.py` names them all.
Belongs here: what makes a finding, its size in money and its words. Does not belong here: the
estimates it rests on (`data/estimates`).
"""
