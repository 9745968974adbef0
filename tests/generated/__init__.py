"""What the generator writes itself, on random packages: right pieces are no faults, changed ones always are."""
