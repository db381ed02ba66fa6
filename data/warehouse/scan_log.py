"""The verdicts that a scan writes down and loads by itself: no person gave such a file."""

from __future__ import annotations

SOURCE = "scan"
"""The source under which they are loaded."""
TITLE = "offcut scan"
"""What stands for the file, which is nowhere to be found."""
SHOWN_FILE = f"CASE WHEN source = '{SOURCE}' THEN '{TITLE}' ELSE file END AS file"
"""SQL over `files`: the name of a loaded file for people."""
