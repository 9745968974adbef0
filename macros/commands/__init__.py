"""Small commands that need no MkDocs: explain, ready, release notes."""
