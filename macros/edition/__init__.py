"""The site in one language: what it has read, what its pages quote, whether its translation and its published texts hold."""
