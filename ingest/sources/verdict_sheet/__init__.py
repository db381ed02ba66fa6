"""Review decisions kept in a sheet."""
