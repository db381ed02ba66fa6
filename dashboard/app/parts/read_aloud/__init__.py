"""What Streamlit draws without a name, named or silenced for those who listen to a page."""
