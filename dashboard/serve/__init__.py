"""The web app as a process of its own: its pages, the pieces they show, what the Desk decides."""
