"""From what a person typed to files that can be read: found, unpacked, identified."""
