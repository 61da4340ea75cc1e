"""What rankings would have said to the judged messages, as text with a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sklearn.metrics import roc_auc_score

from beacon.answers.ranking import LEAD, likeliest
from beacon.bench.ranking.cases import FOLLOW_UP, TO_ACT, Row
from beacon.bench.ranking.validation import Guess
from beacon.bench.report import share, table
from beacon.judged import GOOD, HARMFUL

LEADS = (-0.1, 0.0, 0.05, 0.1, 0.2)


def report(guesses: Sequence[Guess], scores: Sequence[tuple[float, bool]]) -> str:
    """How well good replies are told from others, and what would be said with some leads.

    An answer that was not judged, as a follow-up was said then, counts as neither good nor harmful.
    """
    known = [guess for guess in guesses if guess.case.verdict_then]
    rows = [_as_it_was(known), *(_row(known, lead) for lead in LEADS)]
    head = ["lead", "good", "harmful", "follow-ups", "to acts"]
    return _told_apart(guesses, scores) + "\n\n" + table(head, rows)


def chosen(guess: Guess, lead: float) -> Row | None:
    """What would be said; None where nobody has judged it."""
    of_answer, answer = guess.answer or (0.0, None)
    rated = [(chance, row.least, row) for chance, row in guess.short]
    return likeliest(rated, of_answer + lead) or answer


def _told_apart(guesses: Sequence[Guess], scores: Sequence[tuple[float, bool]]) -> str:
    answers = [guess.answer for guess in guesses if guess.answer]
    to_acts = [one for guess in guesses for one in guess.short if one[1].kind == TO_ACT]
    judged = f"{len(scores)} follow-ups, {len(to_acts)} replies to acts and {len(answers)} answers"
    kinds = (scores, _goodness(to_acts), _goodness(answers))
    areas = ", ".join(f"{_area(kind):.3f}" for kind in kinds)
    return f"{len(guesses)} messages, {judged} judged; told apart (area under the curve): {areas}"


def _goodness(rated: Sequence[tuple[float, Row]]) -> list[tuple[float, bool]]:
    return [(chance, row.is_good) for chance, row in rated]


def _area(scores: Sequence[tuple[float, bool]]) -> float:
    """The area under the curve: the chance that a good reply is rated above another."""
    chances, are_good = zip(*scores, strict=True)
    return float(roc_auc_score(are_good, chances))


def _as_it_was(guesses: Sequence[Guess]) -> list[str]:
    verdicts = [guess.case.verdict_then for guess in guesses]
    follow_ups = sum(guess.case.answer is None for guess in guesses)
    return ["as it was then", *_shares(verdicts, (follow_ups, 0))]


def _row(guesses: Sequence[Guess], lead: float) -> list[str]:
    said = [chosen(guess, lead) for guess in guesses]
    verdicts = [row.verdict if row else None for row in said]
    kinds = [row.kind if row else None for row in said]
    kept = " (kept)" if lead == LEAD else ""
    counts = (kinds.count(FOLLOW_UP), kinds.count(TO_ACT))
    return [f"{lead:+.2f}{kept}", *_shares(verdicts, counts)]


def _shares(verdicts: Sequence[str | None], kinds: Sequence[int]) -> Iterator[str]:
    """The shares of good replies, of harmful ones, and of the kinds that were counted."""
    for count in (verdicts.count(GOOD), verdicts.count(HARMFUL), *kinds):
        yield share(count, len(verdicts))
