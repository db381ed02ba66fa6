"""Figures in language: how amounts, gaps and changes are written, the same wherever they are shown.

Shared by the command line, the pages and reports; knows none of them.
"""
