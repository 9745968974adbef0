"""From the characters of a text to tokens: normalised, without markup, with a map back to the original offsets."""
