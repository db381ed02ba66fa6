"""The charts of a review: a Vega-Lite specification per kind, drawn without a browser.

Names from the data are values in the specification's data, never part of an expression in it.
"""
