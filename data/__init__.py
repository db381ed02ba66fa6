"""What the numbers mean: records, warehouse, prices, relations, metrics, estimates.

Belongs here: every definition a figure rests on. Does not belong here: reading log formats
(`ingest`) and showing figures (`dashboard`). Imports nothing of ours, and neither Streamlit
nor Plotly.
"""
