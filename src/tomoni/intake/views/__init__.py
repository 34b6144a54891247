"""Pages of phase 1: taking a call, the 受付票, seeing and explaining, deciding."""
