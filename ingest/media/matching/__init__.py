"""Which file is which output: by bytes, ids, address, name and picture, and what people say."""
