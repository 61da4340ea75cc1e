"""What happens in an attempt: it is begun, three messages are written, and a record is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from cases.categories import title
from cases.choices import ACTIONS, OUTCOMES
from practice.models import Answer, Attempt, attempts_of, forget_old
from practice.script_files import ROUNDS, Script


@dataclass(frozen=True)
class Round:
    """What the worker wrote, and what the child of the script says to it."""

    number: int
    text: str
    reply: str


def begin(user: User, script: Script, now: datetime) -> Attempt:
    """The attempt that is open, or a new one. Old ones of anybody are deleted on the way."""
    forget_old(now)
    # A second press of the button, at the same moment too, finds the first attempt.
    with transaction.atomic():
        return Attempt.objects.get_or_create(
            owner=user, script_name=script.name, finished=None, defaults={"begun": now}
        )[0]


def say(attempt: Attempt, number: int, text: str) -> None:
    """Keeps the worker's message of that round; a second try of the same round changes nothing."""
    with transaction.atomic():
        fresh = Attempt.objects.select_for_update().get(pk=attempt.pk)
        is_next = number == fresh.answers.count() + 1
        if fresh.finished is None and is_next and number <= ROUNDS:
            Answer.objects.create(attempt=fresh, number=number, text=text)


def finish(attempt: Attempt, category: str, action: str, outcome: str, now: datetime) -> None:
    """Keeps the record; from then on the model answer is shown, and nothing changes any more."""
    with transaction.atomic():
        fresh = Attempt.objects.select_for_update().get(pk=attempt.pk)
        if fresh.finished is not None or not fresh.answers.exists():
            return
        fresh.category, fresh.action, fresh.outcome = category, action, outcome
        fresh.finished = now
        fresh.save()


def rounds(attempt: Attempt, script: Script) -> list[Round]:
    """The talk so far."""
    return [
        Round(answer.number, answer.text, script.replies[answer.number - 1])
        for answer in attempt.answers.all()
    ]


def state_of(user: User, now: datetime) -> dict[str, Attempt]:
    """Somebody's newest attempt at each script; an open one goes before finished ones."""
    newest: dict[str, Attempt] = {}
    for attempt in attempts_of(user, now):
        known = newest.get(attempt.script_name)
        if known is None or (known.finished and not attempt.finished):
            newest[attempt.script_name] = attempt
    return newest


@dataclass(frozen=True)
class ComparedRound:
    """A round beside the model's; `own` is empty where the worker stopped before it."""

    number: int
    own: str
    model: str
    reply: str


@dataclass(frozen=True)
class ComparedChoice:
    """A choice of the record beside the model's, in words."""

    heading: str
    own: str
    model: str


def compared_rounds(attempt: Attempt, script: Script) -> list[ComparedRound]:
    """All rounds of the script."""
    own = {answer.number: answer.text for answer in attempt.answers.all()}
    pairs = enumerate(zip(script.model.messages, script.replies, strict=True), 1)
    return [ComparedRound(n, own.get(n, ""), model, reply) for n, (model, reply) in pairs]


def compared_choices(attempt: Attempt, script: Script) -> list[ComparedChoice]:
    """Category, action and outcome."""
    own, model = attempt, script.model
    actions, outcomes = dict(ACTIONS), dict(OUTCOMES)
    return [
        ComparedChoice(_("Category"), title(own.category), title(model.category)),
        ComparedChoice(
            _("Action taken"), actions.get(own.action, own.action), actions[model.action]
        ),
        ComparedChoice(
            _("Outcome"), outcomes.get(own.outcome, own.outcome), outcomes[model.outcome]
        ),
    ]
