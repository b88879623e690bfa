"""What happens while a task runs."""
