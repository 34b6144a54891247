"""How fast Tomoni is on this machine: one module per benchmark, each with ``add_arguments`` and ``measure``.

A benchmark works on a scratch database beside the configured one, which is gone afterwards.
"""
