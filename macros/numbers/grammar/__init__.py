"""Constructions for quantities in text, one module each, and the meaning of the words beside a quantity."""
