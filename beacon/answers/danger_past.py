"""What all of a chat says of a sure alarm that stands, in words that no file lists.

A mistake here must do little harm: a phrase of danger (risk/patterns.yml) stays danger, and where
help is only likely the child is asked, below the number, whether it is safe.
"""

from __future__ import annotations

from beacon.answers.history import History
from beacon.answers.topics import ALSO_AFTER, HELP_IS_HERE, HELP_IS_NEAR, NEVER_WAS, TO_MEET
from beacon.answers.understood import Understood
from beacon.understanding.belief import Belief
from beacon.understanding.danger import chance_of_danger, chance_past

# From this chance on help seems near (docs/model-card.md).
NEAR = 0.4
# From this one on it is there, or no longer needed; that is believed when the message before showed
# help, too.
PAST = 0.75
# A message that is itself an alarm from this chance on needs more for both: it may tell of help
# ("the ambulance man is here") or of new danger ("he knocked now").
LOUD = 0.5
NEAR_IF_LOUD = 0.6
PAST_IF_LOUD = 0.9
# Below this chance of danger nobody ever was in any: that explains an alarm of the classifiers
# away, and none that plain words raised.
NEVER_IN_DANGER = 0.06
# Fewer words explain nothing: "lol", "hi".
SOME_WORDS = 4


def heard(message: Understood, history: History, stands: Belief) -> Understood:
    """The message with what the chat says of help by now, as topics; `stands` is where it stands.

    Only where a sure alarm stands, something has read the message for that, and no words go on with
    the alarm but such as are said after it, too. Who comes to a child that is to meet somebody is
    taken for no help, unless two messages running are sure of it.
    """
    alarm_stands = history.alarm_stands(message.says, message.unsays)
    goes_on = message.goes_on_with(history) and message.says.isdisjoint(ALSO_AFTER)
    if not alarm_stands or message.has_pattern or goes_on or not message.danger:
        return message
    is_loud = message.is_alarm and message.alarm >= LOUD
    past, near = chance_past(stands), NEAR_IF_LOUD if is_loud else NEAR
    if past >= (PAST_IF_LOUD if is_loud else PAST) and chance_past(history.stands) >= near:
        return message.saying(HELP_IS_HERE)
    if chance_of_danger(stands) < NEVER_IN_DANGER and message.words >= SOME_WORDS:
        return message.saying(NEVER_WAS)
    is_to_meet = not TO_MEET.isdisjoint(history.topics_with(message.says, message.unsays))
    return message.saying(HELP_IS_NEAR) if past >= near and not is_to_meet else message
