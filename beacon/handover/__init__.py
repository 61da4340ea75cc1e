"""Hands a conversation over to the staff's application (docs/hand-over.md)."""
