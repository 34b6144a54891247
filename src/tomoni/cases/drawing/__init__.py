"""Drawings of a case's life: places only, no markup."""
