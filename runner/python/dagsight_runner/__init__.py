"""The bridge: loads DAG files in the user's Python and runs single tries for the engine."""

PROTOCOL = 1
