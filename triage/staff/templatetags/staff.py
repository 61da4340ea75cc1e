"""What the base of all pages needs to know about who reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from staff.roles import ADMINISTRATOR, SUPERVISOR, TRAINEE, WORKER, is_verified, roles_of

register = template.Library()

LINKS = (
    ("cases:queue", _("Queue"), {WORKER, SUPERVISOR}),
    ("cases:mine", _("My cases"), {WORKER, SUPERVISOR}),
    ("practice:queue", _("Practice"), {TRAINEE, WORKER, SUPERVISOR}),
    ("counts:statistics", _("Statistics"), {SUPERVISOR}),
    ("admin:index", _("Settings"), {ADMINISTRATOR}),
)


@dataclass(frozen=True)
class Link:
    """A link of the navigation."""

    address: str
    words: str
    is_here: bool


@register.inclusion_tag("staff/navigation.html", takes_context=True)
def navigation(context: Context) -> dict[str, Any]:
    """The links of the reader's role; none before the second factor or for a stranger."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if request is None or user is None or not user.is_authenticated:
        return {}
    roles = roles_of(user) if is_verified(user) else frozenset()
    here = request.path
    return {
        "user": user,
        "is_verified": is_verified(user),
        "is_account": here == reverse("staff:account"),
        "links": [
            Link(address, str(words), here == address)
            for name, words, readers in LINKS
            if not roles.isdisjoint(readers) and (address := _address(name))
        ],
    }


def _address(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None
