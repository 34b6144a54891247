"""What the records show over a case: fidelity in its first form (catalogue J1). Ours, and on trial."""
