"""The rules that may fit a state, without a look at all of them."""

from __future__ import annotations

import itertools
import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from rasa.core.policies.rule_policy import SHOULD_NOT_BE_SET
from rasa.shared.core.constants import PREVIOUS_ACTION, USER
from rasa.shared.core.domain import State
from rasa.shared.nlu.constants import ACTION_NAME, INTENT

Rules = dict[str, str]
Mark = tuple[str | None, str | None]


class RuleIndex:
    """Rules by the action before and the intent that their latest state asks for.

    Rasa tries every rule, twice a turn; of ours, one in twenty can fit.
    """

    def __init__(self, rules: Rules) -> None:
        """`rules` as Rasa keeps them: the states of a rule, the latest last, as JSON → action."""
        self._rules = rules
        self._size = len(rules)
        self._marked: dict[Mark, Rules] = defaultdict(dict)
        for key, action in rules.items():
            self._marked[_mark(json.loads(key)[-1])][key] = action

    def is_of(self, rules: Rules) -> bool:
        """Whether it was made of these rules. Rasa takes some away while it trains."""
        return self._rules is rules and self._size == len(rules)

    def near(self, state: State) -> Rules:
        """The rules that this latest state does not exclude by its action or its intent."""
        if not state.get(PREVIOUS_ACTION):
            return self._rules
        action, intent = _mark(state)
        found: Rules = {}
        for mark in itertools.product({action, None}, {intent, None}):
            found |= self._marked.get(mark, {})
        return found


def _mark(state: Mapping[str, Any]) -> Mark:
    """Action and intent; None where a rule leaves them open."""
    asked = (
        state.get(PREVIOUS_ACTION, {}).get(ACTION_NAME),
        state.get(USER, {}).get(INTENT),
    )
    action, intent = (None if name == SHOULD_NOT_BE_SET else name or None for name in asked)
    return action, intent
