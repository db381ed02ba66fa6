"""The web app as a process of its own."""
