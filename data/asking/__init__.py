"""Questions to a warehouse: metrics by dimensions over a selection, the ledger, proof, exports.

`figures` is the one door; the command line and the web app both come in there.
"""
