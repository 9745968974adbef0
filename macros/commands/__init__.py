"""Commands that need neither MkDocs nor a room of their own: explain, ready, release notes."""
