"""Evidence of use: files on disk, what they show, and which output they are."""
