"""`manage.py check`, which also runs at every start, names the scripts that can't be used."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Warning

from practice.script_files import library


def scripts_can_be_used(**options: Any) -> list[CheckMessage]:
    """A warning for each broken file: practice never keeps real work from starting."""
    del options
    return [Warning(problem, id="practice.W001") for problem in library().problems]
