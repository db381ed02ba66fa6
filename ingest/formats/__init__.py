"""What a file is split into: JSON documents, rows of CSV and sheets; and what is written in a cell.

Knows no source and no map.
"""
