"""What may come: futures of a team's demand, and what an offer costs in each of them."""
