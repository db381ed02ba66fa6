"""InvokeAI's database: what its queue ran, and the images that it saved."""
