"""Fits what ranks follow-ups and answers (answers/ranking.json) to what readers have judged.

`python -m beacon.bench.ranking`, or `make ranking`: plays the judged chats again with the trained
model, prints how well rankings fitted to four fifths of the chats do on the last fifth, and writes
one that is fitted to all.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from rasa.core.agent import Agent
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score

from beacon import project
from beacon.answers import Composer, Turn
from beacon.answers.book import Variant
from beacon.answers.follow_ups import FollowUps
from beacon.answers.ranking import (
    LEAD,
    Choice,
    Features,
    Judge,
    Usefulness,
    features_of,
    features_of_act,
    features_of_answer,
    least_of,
    likeliest,
)
from beacon.bench.model import load
from beacon.bench.replay import Replay
from beacon.bench.report import table
from beacon.encoders.trained import WEIGHTS as ENCODERS
from beacon.judged import FOR_RANKING, GOOD, HARMFUL, Judged, chats
from beacon.parts import RANKING
from beacon.tasks.model import MODEL
from beacon.understanding.trees import Trees

ANSWERS = project.ROOT / "answers"
FOLLOW_UP, TO_ACT, ANSWER = "follow_up", "to_act", "answer"
PARTS = 5
LEADS = (-0.1, 0.0, 0.05, 0.1, 0.2)


@dataclass(frozen=True)
class Row:
    """One reply to one message: its kind and name, what is known of it, and the verdict.

    `least` is how likely good it must be to be said.
    """

    chat: str
    kind: str
    name: str
    features: Features
    verdict: str
    least: float = 0.0

    @property
    def is_good(self) -> bool:
        """Whether it was called good."""
        return self.verdict == GOOD


@dataclass
class Case:
    """The replies to one message that were judged: follow-ups, to its act, the intent's answer."""

    follow_ups: list[Row] = field(default_factory=list)
    to_act: Row | None = None
    answer: Row | None = None
    verdict_then: str | None = None


class Noting:
    """Stands where a ranking does: notes what that would see, and says what readers called best."""

    def __init__(self) -> None:
        self.cases: list[Case] = []
        self.judged = Judged("", "", {})
        self._case: Case | None = None

    def hear(self, judged: Judged) -> None:
        """The next message; it counts once, though it may be asked about twice."""
        self.judged, self._case = judged, None

    def choice(self, turn: Turn, follow_ups: FollowUps, own: Variant | None) -> Choice:
        """What readers called best; the answer of the intent where that was as good."""
        if self._case is None:
            self._case = self._noted(turn, follow_ups, own)
            self.cases.append(self._case)
        best = self.judged.best
        if best and any(row.name == best and row.is_good for row in self._case.follow_ups):
            return Choice(follow_ups.by_name[best])
        to_act = self._case.to_act
        is_best = to_act is not None and to_act.is_good and to_act.name == best
        return Choice(follow_ups.to_act(turn, own) if is_best else None)

    def _noted(self, turn: Turn, follow_ups: FollowUps, own: Variant | None) -> Case:
        case = Case(verdict_then=self.judged.verdict_then)
        for one, like in follow_ups.fitting(turn):
            name = one.name
            if verdict := self.judged.verdicts.get(name):
                features = features_of(turn, one, like, follow_ups.intents)
                least = least_of(turn, one)
                case.follow_ups.append(
                    Row(self.judged.chat, FOLLOW_UP, name, features, verdict, least)
                )
        to_act = follow_ups.to_act(turn, own)
        if to_act and (verdict := self.judged.verdicts.get(to_act.family)):
            features = features_of_act(turn, to_act)
            least = least_of(turn, to_act)
            case.to_act = Row(self.judged.chat, TO_ACT, to_act.family, features, verdict, least)
        answer = self.judged.answer
        if answer and answer[0] == turn.intent:
            features = features_of_answer(turn, own)
            case.answer = Row(self.judged.chat, ANSWER, turn.intent, features, answer[1])
        return case


async def noted(agent: Agent) -> list[Case]:
    """What a ranking would have seen in all judged chats, with the verdicts."""
    parts = project.parts()
    noting = Noting()
    composer = Composer(parts.book, parts.register, parts.follow_ups, noting)
    for messages in chats(ANSWERS / FOR_RANKING):
        replay = Replay(agent, composer)
        for message in messages:
            noting.hear(message)
            await replay.say(message.said)
    return [case for case in noting.cases if case.follow_ups or case.to_act or case.answer]


def judge(rows: Sequence[Row], leaves: int, trees: int) -> Judge:
    """Learns from rows how likely each kind of reply is good.

    How useful a reply was is learned from the other chats only, as it will be of new ones.
    """
    usefulness = Usefulness(_counts(rows))
    own = {chat: _counts(part) for chat, part in _by_chat(rows).items()}
    full = [{**row.features, **usefulness.of(row.name, own[row.chat][row.name])} for row in rows]
    features = list(full[0])
    model = HistGradientBoostingClassifier(
        max_iter=trees,
        learning_rate=0.05,
        max_leaf_nodes=leaves,
        min_samples_leaf=40,
        l2_regularization=2.0,
        random_state=0,
    )
    model.fit([[one[name] for name in features] for one in full], [row.is_good for row in rows])
    return Judge(features, trees_of(model), usefulness)


def of_follow_ups(rows: Sequence[Row]) -> Judge:
    """The one for follow-ups."""
    return judge(rows, leaves=8, trees=250)


def of_answers(rows: Sequence[Row]) -> Judge:
    """The one for the answers of intents, of which fewer are judged."""
    return judge(rows, leaves=6, trees=80)


def of_acts(rows: Sequence[Row]) -> Judge:
    """The one for what is said to acts."""
    return judge(rows, leaves=4, trees=80)


def _by_chat(rows: Sequence[Row]) -> Mapping[str, list[Row]]:
    chats_: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        chats_[row.chat].append(row)
    return chats_


def _counts(rows: Sequence[Row]) -> Mapping[str, tuple[int, int]]:
    judged = Counter(row.name for row in rows)
    good = Counter(row.name for row in rows if row.is_good)
    return {name: (good[name], count) for name, count in judged.items()}


def trees_of(model: HistGradientBoostingClassifier) -> Trees:
    """The same trees in a form that needs no pickle; scikit-learn has none of its own."""
    roots, parts = [], []
    start = 0
    for (predictor,) in model._predictors:
        nodes = predictor.nodes
        roots.append(start)
        is_leaf = nodes["is_leaf"].astype(bool)
        itself = np.arange(start, start + len(nodes))
        parts.append(
            {
                "feature": np.where(is_leaf, 0, nodes["feature_idx"]),
                "threshold": np.where(is_leaf, 0.0, nodes["num_threshold"]),
                "left": np.where(is_leaf, itself, nodes["left"] + start),
                "right": np.where(is_leaf, itself, nodes["right"] + start),
                "value": np.where(is_leaf, nodes["value"], 0.0),
                "depth": nodes["depth"],
            }
        )
        start += len(nodes)
    table_ = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    depth = int(table_.pop("depth").max())
    first = float(np.ravel(model._baseline_prediction)[0])
    return Trees.of({"start": first, "depth": depth, "roots": roots, **table_})


@dataclass
class Guess:
    """How likely good the replies seemed to a ranking that knew none of them.

    `short` are the follow-ups, and what is said to the act.
    """

    case: Case
    short: list[tuple[float, Row]]
    answer: tuple[float, Row] | None


def cross_validated(cases: Sequence[Case]) -> tuple[list[Guess], list[tuple[float, bool]]]:
    """Guesses for every case by rankings that were fitted to other chats; those of all rows."""
    guesses, scores = [], []
    for rest, part in _parts(cases):
        judges = fitted(rest)
        for case in part:
            rated = _rated(judges["follow_ups"], case.follow_ups)
            scores += [(chance, row.is_good) for chance, row in rated]
            to_act = _rated(judges["acts"], [case.to_act] if case.to_act else [])
            answers = _rated(judges["answers"], [case.answer] if case.answer else [])
            guesses.append(Guess(case, [*rated, *to_act], answers[0] if answers else None))
    return guesses, scores


def fitted(cases: Sequence[Case]) -> dict[str, Judge]:
    """Judges of each kind of reply, fitted to what was judged of the cases."""
    return {
        "follow_ups": of_follow_ups([row for case in cases for row in case.follow_ups]),
        "answers": of_answers([case.answer for case in cases if case.answer]),
        "acts": of_acts([case.to_act for case in cases if case.to_act]),
    }


def _rated(judge_: Judge, rows: Sequence[Row]) -> list[tuple[float, Row]]:
    chances = judge_.chances((row.name, row.features) for row in rows)
    return list(zip(chances, rows, strict=True))


def _parts(cases: Sequence[Case]) -> Iterator[tuple[list[Case], list[Case]]]:
    def part_of(case: Case) -> int:
        row = next(filter(None, (case.answer, case.to_act, *case.follow_ups)))
        return int(hashlib.sha256(row.chat.encode()).hexdigest(), 16) % PARTS

    for number in range(PARTS):
        yield (
            [case for case in cases if part_of(case) != number],
            [case for case in cases if part_of(case) == number],
        )


def chosen(guess: Guess, lead: float) -> Row | None:
    """What would be said; None where nobody has judged it."""
    of_answer, answer = guess.answer or (0.0, None)
    rated = [(chance, row.least, row) for chance, row in guess.short]
    return likeliest(rated, of_answer + lead) or answer


def report(guesses: Sequence[Guess], scores: Sequence[tuple[float, bool]]) -> str:
    """How well replies are told apart, and what would be said for some leads.

    An answer that was not judged, as a follow-up was said then, counts as neither.
    """
    answers = [guess.answer for guess in guesses if guess.answer]
    short = [one for guess in guesses for one in guess.short]
    to_acts = [one for one in short if one[1].kind == TO_ACT]
    known = [guess for guess in guesses if guess.case.verdict_then]
    rows = [_as_it_was(known), *(_row(known, lead) for lead in LEADS)]
    judged = f"{len(scores)} follow-ups, {len(to_acts)} replies to acts and {len(answers)} answers"
    kinds = (scores, _goodness(to_acts), _goodness(answers))
    apart = ", ".join(f"{_apart(kind):.3f}" for kind in kinds)
    head = f"{len(guesses)} messages, {judged} judged; told apart (area under the curve): {apart}"
    return head + "\n\n" + table(["lead", "good", "harmful", "follow-ups", "to acts"], rows)


def _goodness(rated: Sequence[tuple[float, Row]]) -> list[tuple[float, bool]]:
    return [(chance, row.is_good) for chance, row in rated]


def _apart(scores: Sequence[tuple[float, bool]]) -> float:
    chances, are_good = zip(*scores, strict=True)
    return float(roc_auc_score(are_good, chances))


def _as_it_was(guesses: Sequence[Guess]) -> list[str]:
    verdicts = [guess.case.verdict_then for guess in guesses]
    follow_ups = sum(guess.case.answer is None for guess in guesses)
    return ["as it was then", *_shares(verdicts, (follow_ups, 0))]


def _row(guesses: Sequence[Guess], lead: float) -> list[str]:
    said = [chosen(guess, lead) for guess in guesses]
    kinds = [row.kind if row else None for row in said]
    kept = " (kept)" if lead == LEAD else ""
    return [
        f"{lead:+.2f}{kept}",
        *_shares(
            [row.verdict if row else None for row in said],
            (kinds.count(FOLLOW_UP), kinds.count(TO_ACT)),
        ),
    ]


def _shares(verdicts: Sequence[str | None], kinds: Sequence[int]) -> Iterator[str]:
    """The shares of what is good, of what is harmful, and of these counts of kinds of replies."""
    for count in (verdicts.count(GOOD), verdicts.count(HARMFUL), *kinds):
        yield f"{100 * count / len(verdicts):.1f}"


def main() -> None:
    """Prints the report and writes the ranking."""
    cases = asyncio.run(noted(load(MODEL)))
    print(report(*cross_validated(cases)))
    stored = {
        "about": {
            "judged": hashlib.sha256((ANSWERS / FOR_RANKING).read_bytes()).hexdigest(),
            "encoder": hashlib.sha256((ENCODERS / "follow_ups.onnx").read_bytes()).hexdigest(),
        },
        **{kind: judge_.stored() for kind, judge_ in fitted(cases).items()},
    }
    file = ANSWERS / RANKING
    file.write_text(json.dumps(stored, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"\nwrote {file.relative_to(project.ROOT)}, {file.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
