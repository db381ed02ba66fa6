"""How many credits to buy ahead, from the team's own log and the platforms' terms.

`demand_from_log` and `evidence_from_log` read facts, `plan_book` reads terms, `size` in `sizing`
answers; `burn_down` follows what is held already. Everything else is pure. Money and credits are
`Decimal` in what goes in and comes out, floats inside the simulation, where thousands of invented
futures make the last decimal meaningless.
"""
