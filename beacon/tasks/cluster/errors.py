"""What can go wrong with a cluster."""

from __future__ import annotations


class ClusterError(Exception):
    """Says in one line what is wrong and what to do about it."""
