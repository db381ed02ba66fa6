"""Accepted records on their way into the warehouse: staged, merged by identity, accounted for."""
