"""The standard operators, really working."""
