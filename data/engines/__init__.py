"""Resolving a lake: the same pipeline, by an engine of one's choice.

`landed_rows` shows what was landed, `resolve_lake` is the story, `publication` what becomes of it;
in `spark` a cluster does the work.
"""
