"""What the columns of a package mean: its dimensions, its measures and its attributes."""
