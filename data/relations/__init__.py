"""The relations between records and figures: one .sql file each, in folders by stage.

A file is named after what one row of it is. `builder` runs them. Imports nothing of ours.
"""
