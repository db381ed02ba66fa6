"""BytePlus and Volcengine Ark."""
