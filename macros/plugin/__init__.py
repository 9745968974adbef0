"""What knows MkDocs, and nothing else does: the session of a build, its events, and the commands that build."""
