"""Finding people and papers: folded keys, one index for both databases."""
