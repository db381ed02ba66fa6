"""A log nobody knows: what its columns, words, times and units most likely mean, as a map.

Rules with reasons, no model and no network; nothing here prints. `guess` makes a proposal of a file
and of what a person has chosen, `preview` reads the file by it without publishing anything. The
words that logs use stand in the three `.toml` files.
"""
