"""Rasa's rules, noting on the way what the message said of risk and language."""

from __future__ import annotations

from typing import Any

from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import ActionExecuted, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from beacon import metrics
from beacon.answers import roles
from beacon.answers.conversation import COUNTRY, country_of, in_its_chat, read_history
from beacon.answers.history import History
from beacon.answers.understood import Understood
from beacon.levels import ADULT, Risk
from beacon.rasa.messages import utterances_of
from beacon.rasa.policies.rule_index import RuleIndex
from beacon.rasa.slots import AgeBandSlot
from beacon.rasa.turns import turn_of
from beacon.understanding.contract import lowest_risk
from beacon.understanding.parse_keys import INTENT_NAME, LANGUAGE, RISK

TURNS = 2
AGE_BAND = "age_band"


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True
)
class NotingRulePolicy(RulePolicy):
    """The rule policy; with the first prediction of a turn it sets the slots `risk`, `language`.

    They are no entities: they are said by no word of the message, and a test story need not
    annotate them. It sets `country`, too, where only the bot's question tells that a message
    answers it. Our rules are of one turn each, so the policy looks at the last two turns only:
    the hundredth message of a chat is answered as fast as the first.
    """

    _index: RuleIndex | None = None

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """What the rules say, and the events that note risk and language."""
        prediction = super().predict_action_probabilities(
            tracker, domain, rule_only_data=rule_only_data, **kwargs
        )
        if begins_turn(tracker):
            risk = turn_of(tracker).risk
            prediction.events = [*prediction.events, *noted(tracker, risk)]
            if measured := metrics.this_turn():
                action = domain.action_names_or_texts[prediction.max_confidence_index]
                measured.understood(risk, action)
        return prediction

    def _prediction_states(
        self, tracker: DialogueStateTracker, *arguments: Any, **options: Any
    ) -> list[State]:
        states: list[State] = super()._prediction_states(
            latest_turns(tracker), *arguments, **options
        )
        return states

    def _get_possible_keys(self, lookup: dict[str, str], states: list[State]) -> set[str]:
        """The rules that fit; tried are only those that the latest state does not exclude."""
        if self._index is None or not self._index.is_of(lookup):
            self._index = RuleIndex(lookup)
        near = self._index.near(states[-1]) if states else lookup
        keys: set[str] = super()._get_possible_keys(near, states)
        return keys


def latest_turns(tracker: DialogueStateTracker) -> DialogueStateTracker:
    """A tracker that knows of the turn at hand and the one before."""
    starts = [
        number for number, event in enumerate(tracker.events) if isinstance(event, UserUttered)
    ]
    if len(starts) <= TURNS:
        return tracker
    events = list(tracker.events)[starts[-TURNS] :]
    return DialogueStateTracker.from_events(
        tracker.sender_id, [ActionExecuted(ACTION_LISTEN_NAME), *events], tracker.slots.values()
    )


def understood_in(tracker: DialogueStateTracker) -> Understood:
    """The latest message as it is read in this chat."""
    understood = Understood.of(tracker.latest_message.parse_data)
    if not understood.may_be_calm:
        return understood
    return in_its_chat(understood, tracker.current_slot_values(), _history_of(tracker))


def _history_of(tracker: DialogueStateTracker) -> History:
    return read_history(utterances_of(tracker))


def begins_turn(tracker: DialogueStateTracker) -> bool:
    """Whether nothing has been done yet about the latest message."""
    return tracker.latest_message is not None and tracker.latest_action_name == ACTION_LISTEN_NAME


def noted(tracker: DialogueStateTracker, risk: Risk) -> list[Event]:
    """The slots that the latest message sets, which has that risk as it is meant in its chat."""
    understood = understood_in(tracker)
    values = {
        RISK: _raised_risk(tracker, risk),
        LANGUAGE: understood.sure_language(tracker.get_slot(LANGUAGE)),
        COUNTRY: _country_of(tracker, understood),
    }
    noted = [
        SlotSet(slot, value)
        for slot, value in values.items()
        if value and value != tracker.get_slot(slot)
    ]
    return [*noted, *_taken_back(tracker, understood)]


def _raised_risk(tracker: DialogueStateTracker, risk: Risk) -> str | None:
    """The risk of the message, where the chat had less; of a tap, what its intent has at least.

    The reading of the message alone does not count: a false alarm that the chat explains must not
    stand for good.
    """
    message = tracker.latest_message
    if message is not None and not message.parse_data.get(RISK) and risk is not Risk.emergency:
        risk = lowest_risk(message.intent.get(INTENT_NAME))
    return risk.name if risk > Risk.of(tracker.get_slot(RISK)) else None


def _country_of(tracker: DialogueStateTracker, understood: Understood) -> str | None:
    """The country of the chat; what was said before is read only where a message names one."""
    if COUNTRY not in understood.entities:
        return None
    return country_of(understood, tracker.current_slot_values(), _history_of(tracker))


def _taken_back(tracker: DialogueStateTracker, understood: Understood) -> list[Event]:
    """No age band, where it is an adult's and the writer a young person."""
    is_by_intent = _bands(tracker) == [AgeBandSlot.BY_INTENT]
    if not is_by_intent and tracker.get_slot(AGE_BAND) != ADULT:
        return []
    is_mistaken = roles.is_no_adult(understood, _history_of(tracker), is_by_intent=is_by_intent)
    return [SlotSet(AGE_BAND, None)] if is_mistaken else []


def _bands(tracker: DialogueStateTracker) -> list[str]:
    """The age bands that were set since one was taken back, in order of time."""
    bands = [
        event.value
        for event in tracker.events
        if isinstance(event, SlotSet) and event.key == AGE_BAND
    ]
    since = max((place for place, band in enumerate(bands, 1) if band is None), default=0)
    return bands[since:]
