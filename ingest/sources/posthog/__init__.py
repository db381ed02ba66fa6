"""PostHog's LLM events."""
