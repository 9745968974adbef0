"""The foundation of all other folders: faults and their codes, files, YAML, dates, units. It knows nothing of figures or pages."""
