"""Rows in, Plotly figures out. No Streamlit, no formulas, no SQL; colours live in `style`."""
