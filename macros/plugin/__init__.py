"""The only code that knows MkDocs: the session of a build, its events, and the commands that build."""
