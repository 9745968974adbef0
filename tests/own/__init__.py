"""Tests of what only this site says. Another site removes this folder with the content, and may put its own here."""
