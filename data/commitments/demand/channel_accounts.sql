-- One row per account of the channels: an account belongs to the channel whose calls use it, or bears its name.
SELECT account FROM attempts WHERE list_contains($channels, channel) AND account IS NOT NULL
UNION
SELECT account FROM ledger_entries WHERE list_contains($channels, account)
ORDER BY account
