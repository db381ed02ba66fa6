"""Facts of one media file: what it is, how large, who made it, what it was made from.

`read_file` gives them, `kind_of` tells cheaply whether a file is media at all. A file's content
decides what it is, not its name. Files are only read; the one thing written is a thumbnail, where
the caller names a path for it. Nothing is looked up elsewhere and nothing stored.
"""
