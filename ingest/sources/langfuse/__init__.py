"""The Langfuse tracer."""
