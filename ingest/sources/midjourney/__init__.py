"""Midjourney through midjourney-proxy."""
