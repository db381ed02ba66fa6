"""Stripe's credits."""
