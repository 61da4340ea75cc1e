"""Plain words for what a case holds."""

from __future__ import annotations

from django import template
from django.contrib.auth.models import User

from cases import categories, choices, words
from cases.work import name_of

register = template.Library()

register.filter("topic", words.topic)
register.filter("asked_for", words.asked_for)
register.filter("language", words.language)
register.filter("category", categories.title)
register.filter("name", name_of)


@register.filter
def action(key: str) -> str:
    """An action taken, in words."""
    return dict(choices.ACTIONS).get(key, key)


@register.filter
def outcome(key: str) -> str:
    """An outcome, in words."""
    return dict(choices.OUTCOMES).get(key, key)


@register.filter
def has(case: object, user: User) -> bool:
    """Whether the case is this worker's."""
    return getattr(case, "worker_id", None) == user.pk
