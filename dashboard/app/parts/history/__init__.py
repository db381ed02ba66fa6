"""What a browser remembers of where somebody was."""
