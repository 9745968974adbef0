"""Asks every address outside this site that the built site links to, slowly, whether it still answers. No build needs it."""
