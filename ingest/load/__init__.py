"""The story of a load: files found, each read and merged, one publication, an account of each.

`load` tells it; `reading` is how one file is read, `batch` the files that are merged together,
`account` what became of each. Rejected records lie in the `quarantine` until a `replay`.
"""
