"""The site in one language: its data, the quotes of its pages, and the checks of translations and published texts."""
