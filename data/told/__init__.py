"""What people say of records that no log tells: for whom work was, which output a verdict means.

It is kept in journals beside the warehouse and taken into its tables with the next resolving, so
that a warehouse loaded anew knows it too. It fills gaps alone: what a log tells goes before it.
Stands on `review` for journals and on `resolving`; knows no pages.
"""
