"""The classroom's scenarios, lesson plans and disclosure card, read from lessons/."""

from beacon.lessons.loader import load_lessons
from beacon.lessons.model import (
    Asked,
    Disclosure,
    Expected,
    Lessons,
    Part,
    Plan,
    Scenario,
    Scene,
    Spoken,
    Step,
    Stop,
)

__all__ = [
    "Asked",
    "Disclosure",
    "Expected",
    "Lessons",
    "Part",
    "Plan",
    "Scenario",
    "Scene",
    "Spoken",
    "Step",
    "Stop",
    "load_lessons",
]
