"""Published files to tidy tables: readers of file formats, the survey of a sheet, the recipe of an author's answers."""
