"""The claims of a sentence about one of its numbers: subject, place, period, base, comparison and source."""
