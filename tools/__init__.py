"""Small checks and commands of the build; ``python -m tools`` runs the gates. Nothing here ships."""
