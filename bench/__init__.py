"""Accuracy and speed, measured on demand: a table on the screen, a JSON file in `results/`."""
