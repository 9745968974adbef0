"""Mutations: numbers of the built site made wrong, one at a time; the check has to find each.

`python -m tests.mutations` runs all of them, `--sample N` a seeded sample. Survivors are printed by name.
"""
