"""Counts, charts and exports, as Django finds them."""

from __future__ import annotations

from django.apps import AppConfig


class CountsConfig(AppConfig):
    """Anonymous counts, charts and exports."""

    name = "counts"
