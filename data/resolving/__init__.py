"""Running the relations: from records to what every figure reads, as of one moment.

`resolve` is the story; `scope` says which calls have to be resolved anew, `targets` where the rows
go, `moments` which relations answer for a moment. What a relation is stands in `data/relations`.
"""
