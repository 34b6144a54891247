"""Drawings of records of contact: the body chart."""
