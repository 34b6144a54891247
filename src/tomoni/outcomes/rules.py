"""Calculations about outcomes: no queries, no clock."""

from collections.abc import Sequence
from math import sqrt

RHO = 0.30


def gas_t(levels: Sequence[int], weights: Sequence[float] | None = None, rho: float = RHO) -> float:
    """Goal attainment scaling: the T of levels −2 … +2, all of the same weight where none are said (Kiresuk & Sherman 1968).

    ``T = 50 + 10·Σwx ÷ √((1−ρ)Σw² + ρ(Σw)²)``; ρ is how far goals are taken to go together. The formulas printed by
    Turner-Stokes in 2009 are wrong (erratum).
    """
    weights = [1.0] * len(levels) if weights is None else weights
    if not levels or len(levels) != len(weights):
        raise ValueError("one weight for each level, and at least one level")
    if any(level not in range(-2, 3) for level in levels) or any(weight <= 0 for weight in weights):
        raise ValueError("levels are -2 to 2, weights above 0")
    if not 0 <= rho <= 1:
        raise ValueError("rho is between 0 and 1")
    total, squares = sum(weights), sum(weight * weight for weight in weights)
    reached = sum(weight * level for weight, level in zip(weights, levels, strict=True))
    return 50 + 10 * reached / sqrt((1 - rho) * squares + rho * total * total)
