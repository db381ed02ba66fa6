"""The Desk: reviewing by keyboard."""
