"""Learns from verdicts how likely each kind of reply is good."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sklearn.ensemble import HistGradientBoostingClassifier

from beacon.answers.ranking import Judge, Usefulness
from beacon.bench.ranking.cases import Case, Row
from beacon.bench.ranking.trees import trees_of


@dataclass(frozen=True)
class Growth:
    """How the trees for one kind of reply grow.

    There are so many trees with so many leaves at most, and each leaf holds `least_in_leaf` replies
    or more. `learning_rate` is the share of what each tree says that counts, `regularization` how
    much the values of leaves are kept small (L2).
    """

    trees: int
    leaves: int
    learning_rate: float = 0.05
    least_in_leaf: int = 40
    regularization: float = 2.0

    def model(self) -> HistGradientBoostingClassifier:
        """The trees before they have learned."""
        return HistGradientBoostingClassifier(
            max_iter=self.trees,
            learning_rate=self.learning_rate,
            max_leaf_nodes=self.leaves,
            min_samples_leaf=self.least_in_leaf,
            l2_regularization=self.regularization,
            random_state=0,
        )


# All by judgement: no search for these numbers is on record. Where fewer replies are judged, the
# trees are fewer or smaller.
FOLLOW_UPS = Growth(trees=250, leaves=8)
ANSWERS = Growth(trees=80, leaves=6)
ACTS = Growth(trees=80, leaves=4)


def fitted(cases: Sequence[Case]) -> dict[str, Judge]:
    """A judge for each kind of reply, fitted to what was judged of the cases."""
    return {
        "follow_ups": judge([row for case in cases for row in case.follow_ups], FOLLOW_UPS),
        "answers": judge([case.answer for case in cases if case.answer], ANSWERS),
        "acts": judge([case.to_act for case in cases if case.to_act], ACTS),
    }


def judge(rows: Sequence[Row], growth: Growth) -> Judge:
    """Learns from rows how likely such replies are good.

    For each row, how useful a reply was elsewhere is counted without the chat of the row, as a new
    chat is not counted either.
    """
    usefulness = Usefulness(_counts(rows))
    own = {chat: _counts(part) for chat, part in _by_chat(rows).items()}
    full = [{**row.features, **usefulness.of(row.name, own[row.chat][row.name])} for row in rows]
    features = list(full[0])
    model = growth.model()
    model.fit([[one[name] for name in features] for one in full], [row.is_good for row in rows])
    return Judge(features, trees_of(model), usefulness)


def _by_chat(rows: Sequence[Row]) -> Mapping[str, list[Row]]:
    chats: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        chats[row.chat].append(row)
    return chats


def _counts(rows: Sequence[Row]) -> Mapping[str, tuple[int, int]]:
    """How often each reply was called good, and how often it was judged, by its name."""
    judged = Counter(row.name for row in rows)
    good = Counter(row.name for row in rows if row.is_good)
    return {name: (good[name], count) for name, count in judged.items()}
