"""Every figure Offcut knows, declared once: name, words, formula over the group, unit, gaps.

`catalogue` has them all; `metric` and `distributions` say what a metric is, `dimensions` what it
can be split by. Declarations only: asking a warehouse for them is `data/asking`.
"""
