"""Credits that were bought, used and lost: lots, the ledger that draws from them, its problems.

`ledger` values entries with `lots`; `tables` hands the result to SQL. No prices: a credit is worth
the money that was paid for it.
"""
