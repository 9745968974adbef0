"""The word lists of a language, validated and looked up."""
