"""What is said of a sure alarm that stands, in words that nobody has written down.

That help is near, or all is safe, is asked first, and believed when the next message says it, too.
A mistake here must do little: whoever is asked "Are you safe?" has the number before it, what a
person wrote down as words of danger is danger, and so is what the classifiers are sure of.
"""

from __future__ import annotations

from beacon.answers.history import History
from beacon.answers.topics import HELP_IS_HERE, HELP_IS_NEAR, SAFE
from beacon.answers.understood import Understood
from beacon.levels import Risk
from beacon.understanding import acts

# From these chances on help is near, a message is about something else, and says that all is safe
# (docs/model-card.md).
NEAR, ELSEWHERE, SAYS_SAFE = 0.7, 0.7, 0.7
# The same right after it was asked; but not where danger is as likely as that.
AGAIN, DANGER = 0.6, 0.1
# Help is not taken for near where the message is as likely to cry for it ("mums at work").
DOES_DANGER = 0.7
# From these chances of an emergency on nothing else is meant, or nothing is believed to be safe.
LIKELY, HALF = 0.7, 0.5


def heard(message: Understood, history: History) -> Understood:
    """The message with what it says of help, as topics; calm where it is about another thing."""
    is_over = history.alarms_are_over(message.says, message.unsays)
    if not history.has_sure_alarm or is_over or message.has_pattern:
        return message
    if topics := _at_last(message, history):
        return message.saying(*topics)
    of_alarm = message.of_alarm
    if seems_near(message):
        return message.saying(HELP_IS_NEAR)
    if of_alarm.nothing >= ELSEWHERE and message.alarm < LIKELY and not message.goes_on:
        return message.as_no_alarm() if message.is_alarm else message
    if of_alarm.safe >= SAYS_SAFE and message.alarm < HALF and history.last_crisis:
        return message.read_as(history.last_crisis, Risk.emergency, is_certain=False)
    return message


def seems_near(message: Understood) -> bool:
    """Whether it says that help was called or is there, and does not cry for it as well."""
    is_near = message.of_alarm.help_is_near >= NEAR
    return is_near and message.acts.get(acts.DANGER, 0.0) < DOES_DANGER


def _at_last(message: Understood, history: History) -> tuple[str, ...]:
    """The topics by which the alarm is over, where the message says again that it is."""
    of_alarm, last = message.of_alarm, history.last
    if last is None or not last.asked_whether_safe or of_alarm.danger >= DANGER:
        return ()
    is_calm = message.alarm < HALF
    if of_alarm.here >= AGAIN:
        return (HELP_IS_NEAR, HELP_IS_HERE)
    if is_calm and HELP_IS_NEAR in last.says and of_alarm.nothing >= ELSEWHERE:
        return (HELP_IS_HERE,)
    return (SAFE,) if is_calm and of_alarm.here + of_alarm.safe >= AGAIN else ()
