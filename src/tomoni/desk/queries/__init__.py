"""What the desk shows, read from several folders."""
