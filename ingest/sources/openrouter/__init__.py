"""The OpenRouter gateway."""
