"""One folder a page: its script, named like its address, and its sections."""
