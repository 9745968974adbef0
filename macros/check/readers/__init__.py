"""Readers of the files of a built site, one module for each kind of file, and the list of them."""
