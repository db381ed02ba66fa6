"""The web app: one folder a page, charts, and the parts that pages are made of."""
