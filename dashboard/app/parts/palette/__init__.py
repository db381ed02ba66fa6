"""The command palette: `/` or ⌘K, a few letters, Enter, and one is there."""
