"""What attempts cost by the book: prices, who bills a failure, exchange rates, names of models.

The facts are dated data (`prices/`, `policies/`, `models.toml`, `rates.toml`), appended and never
edited; `book` reads them, `checks` holds them against each other, `tables` hands them to SQL.
"""
