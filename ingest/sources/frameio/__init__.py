"""Decisions in Frame.io: statuses and ratings in the metadata of files."""
