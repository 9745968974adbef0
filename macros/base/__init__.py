"""What every other room builds on: faults and their codes, files, YAML, dates, units of measure. It knows nothing of figures or pages."""
