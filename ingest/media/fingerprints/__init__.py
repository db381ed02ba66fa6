"""What a picture looks like, small enough to keep: which output a final shows.

`still` and `clip` make fingerprints of files; `nearest` finds the outputs that finals show, where
`families` tells which of these nothing can tell apart for sure; `sliding` looks for parts and
layouts where that found none; `films` tells which seconds of which clip a film uses. All is Pillow
and numpy; clips need the extra `video`.
"""
