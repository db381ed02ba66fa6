"""Credit accounts kept in a sheet."""
