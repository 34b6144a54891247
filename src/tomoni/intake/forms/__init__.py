"""Forms of phase 1: the call on its three screens, seeing and explaining, the first interview, deciding."""
