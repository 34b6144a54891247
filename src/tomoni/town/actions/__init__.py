"""Building the demo town: every change to it, through the actions of the folders it concerns."""
