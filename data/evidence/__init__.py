"""What people say of evidence of use, and the pictures of it: beside the warehouse, not in it."""
