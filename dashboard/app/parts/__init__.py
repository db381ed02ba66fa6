"""What pages are made of: the question, its figures, the frame around them."""
