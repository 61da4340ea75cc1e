"""What all of a chat says of a sure alarm that stands, in words that nobody has written down.

A mistake here must do little: what a person wrote down as words of danger is danger, and where help
is only likely the child is asked, below the number, whether it is safe.
"""

from __future__ import annotations

from beacon.answers.history import History
from beacon.answers.topics import EXPLAINED, HELP_IS_HERE, HELP_IS_NEAR
from beacon.answers.understood import Understood
from beacon.understanding.belief import Belief
from beacon.understanding.danger import in_danger, is_past

# From these chances on help seems near, and is there or no longer needed; that is believed when the
# message before showed help, too (docs/model-card.md).
NEAR, PAST = 0.4, 0.75
# Below this one nobody ever was in danger: that explains an alarm of the classifiers away, and none
# that plain words raised. "Lol" and "hi" explain nothing.
NEVER_IN_DANGER, SOME_WORDS = 0.06, 4


def heard(message: Understood, history: History, stands: Belief) -> Understood:
    """The message with what the chat says of help by now, as topics; `stands` is where it stands.

    Only where a sure alarm stands, something has read the message for that, and no words go on with
    the alarm.
    """
    alarm_stands = history.alarm_stands(message.says, message.unsays)
    if not alarm_stands or message.is_alarm_by_words or not message.danger:
        return message
    if is_past(stands) >= PAST and is_past(history.stands) >= NEAR:
        return message.saying(HELP_IS_HERE)
    if in_danger(stands) < NEVER_IN_DANGER and message.words >= SOME_WORDS:
        return message.saying(EXPLAINED)
    return message.saying(HELP_IS_NEAR) if is_past(stands) >= NEAR else message
