"""A page on paper: the button for it in the menu of what can be taken along."""
