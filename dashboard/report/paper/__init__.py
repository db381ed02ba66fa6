"""The review on paper, and as one picture: set by Typst, without a browser."""
