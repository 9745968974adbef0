"""Tests of what only this site says, and of this repository (its workflows, its files for the host, its page for authors).

Another site removes this folder with the content, and may put its own here.
"""
