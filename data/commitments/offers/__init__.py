"""Ways to buy: plans, mixes and buying on demand, each sized and brought to figures to compare."""
