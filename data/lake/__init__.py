"""A lake: a folder or a bucket into which any number of loaders land what they read.

`place` is where it lies, `landed` what each file told, `manifest` what was resolved of it and
published. No engine is opened here and nothing is locked: a file's name is its content, and the
manifest is replaced at once.
"""
