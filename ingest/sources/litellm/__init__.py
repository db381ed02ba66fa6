"""The LiteLLM gateway."""
