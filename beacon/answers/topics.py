"""What a message says beside its intent, by its words: answers/topics/*.yml.

The words of other languages than English stand in answers/<language>/topics.yml.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from beacon import data_file
from beacon.data_file import DataFileError
from beacon.levels import Risk
from beacon.patterns import WHOLE, Pattern, PatternBook, read_patterns
from beacon.understanding.contract import (
    CRISES,
    DISCLOSURE_PREFIX,
    FALLBACK,
    LOOKED_UP,
    lowest_risks,
)

# The words of one language for topics that answers/topics has.
IN_A_LANGUAGE = "topics.yml"
# Topics that the program knows by name. What was taken needs help whatever it feels like.
TAKEN = "taken"
SAFE_NOW = "safe_now"
HELP_IS_HERE = "help_is_here"
JOKE = "joke"
# That what sounded like an alarm was something of every day ("its my birthday party").
EXPLAINED = "everyday_after_all"
# The same by all of the chat, in words that no file lists.
NEVER_WAS = "never_was"
# That the child may harm itself, by its words; such an alarm is not explained away.
CRIED_OUT = "cried_out"
# That it does have the thoughts of dying or hurting itself of which the bot asked to be told.
OWNS_UP = "owns_up"
# A plain yes, which means them only where they were asked of above all else.
SAYS_YES = "says_yes"
# In so many words that there is no danger and no wish to die.
DENIES = "denies_danger"
# That it is about the child that writes: a cry of its own, and that it is not about a friend.
ABOUT_ME = "about_me"
MYSELF = "myself"
# That it is about a friend, and not the child that writes.
FRIEND_IN_DANGER = "friend_in_danger"
# That it is about a friend or a brother, and not about the one that writes, in so many words.
FOR_ANOTHER = "for_another"
# That it is about the one that writes after all, and there is no friend.
SELF_AFTER_ALL = "self_after_all"
# That by all of the chat a friend writes, and it may be the friend that is in danger.
FRIEND_BY_CHAT = "friend_by_chat"
# That somebody is going to meet a person from online.
MEETING = "meeting"
# That it is asked to come to somebody, or goes.
TO_MEET = frozenset({MEETING, "told_to_come", "wants_to_meet"})
# What is asked: the words for somebody.
WHAT_TO_SAY = "what_to_say"
# That the child knows no English.
NO_ENGLISH = "no_english"
# That whoever writes does not phone: is deaf, or cannot.
NO_CALLS = "no_calls"
# That an adult has said it is the parent: no later message makes a teacher of it.
SAYS_PARENT = "im_the_parent"
# That the writer is the child, and no parent or teacher for whom it was taken.
SAYS_YOUNG = "says_young"
# That the phone is nearly empty.
BATTERY_LOW = "battery_low"
# That somebody must not hear the child, so that it cannot speak.
CANT_SPEAK = "cant_speak"
# That somebody is with the child.
WITH_SOMEBODY = "with_somebody"
# That somebody of the family is in the house or near it.
ONE_IS_NEAR = "one_is_near"
# By these a danger comes from somebody else, whatever the child had said of itself before.
OF_THREATS = frozenset(
    {
        *(MEETING, "at_the_door", "violent", "hits_others", "hides_now", "with_them"),
        *("locked_in", "filmed_now", "told_to_come", "afraid_of_home"),
        *("somebody_near", "near_family", "hurt_anyway", "comes_up", "threat_to_others"),
    }
)
# By these something was done to the writer, or it is wrongly blamed: whatever the chat sounds like.
OF_WHO_IS_HURT = frozenset(
    {
        *("my_picture", "has_my_picture", "faked_me", "me_in_it", "filmed_secretly", "forced_to"),
        *("blackmailed_me", "deadline", "paid_already", "threat_anyway", "sent_round_anyway"),
        *("accused", "accused_denies", "did_not_pass_on", "sent_and_they_show_it"),
    }
)
# Whose trouble it is.
OF_ANOTHER = "of_another"
OF_OWN_CHILD = "of_own_child"
OF_MYSELF = "of_myself"
# That help was called.
CALLED = "called"
# What goes on with an alarm, and is said as well once help is there.
ALSO_AFTER = frozenset({WITH_SOMEBODY, CALLED, "hospital", "parents_told"})
# That help was called or is there, or that all is safe, by all of the chat, in words that no file
# lists (beacon/answers/danger_past.py).
HELP_IS_NEAR = "help_is_near"
# That the writer did something to somebody, by all of the chat, in words that no file lists
# (beacon/answers/roles.py).
DID_BY_CHAT = "did_by_chat"
# That it may have done something to somebody, by all of the chat (beacon/answers/roles.py).
MAY_HAVE_DONE = "may_have_done"
# Likewise that an adult writes who has, seeks or excuses contact with somebody under age.
OFFENDS_BY_CHAT = "offends_by_chat"
# That an adult tells of its own offence, in words that a file lists.
ADULT_OFFENDS, ADULT_NEAR_CHILD = "adult_offends", "adult_near_child"
# What is known by all of the chat, and by no words of one message.
BY_CHAT = frozenset({DID_BY_CHAT, MAY_HAVE_DONE, OFFENDS_BY_CHAT, FRIEND_BY_CHAT})
# What goes on with an alarm whatever was said before.
ALWAYS = "always"
# What goes on with an alarm, sure or not, and raises none in a calm chat ("it went to voicemail").
AFTER_ALARM = "alarm"
# What goes on with an alarm that stands, and makes a first one no surer ("mum is knocking").
STANDING = "standing"
# The value of `for_adults` for what leads only where an adult has told of a child.
CASE = "case"
# The name in `after` that holds once any trouble was told.
TROUBLE = "trouble"


class Calm(Enum):
    """How sure it is that words are no cry for help, as `calm` says it in a topic."""

    # Unless something grave was told before.
    UNLESS_GRAVE = True
    ALWAYS = ALWAYS
    # The alarm becomes a doubtful one; it is none once the child has said that it is safe.
    PERHAPS = "perhaps"


@dataclass(frozen=True)
class Topic:
    """What some words say whatever the classifier reads; variants of answers ask for its name."""

    name: str
    # Topics of earlier messages that no longer hold.
    takes_back: frozenset[str] = frozenset()
    # After which topics it goes on with an alarm that stands, or always; it is then answered by the
    # crisis that was answered last.
    goes_on: frozenset[str] = frozenset()
    # The intent that is answered in place of the one that was read.
    leads_to: str | None = None
    # From which intents it leads there; where there are none, from any that is no crisis and no
    # disclosure.
    instead_of: frozenset[str] = frozenset()
    # It leads only after one of these topics, or right after an answer to one of these intents;
    # anywhere, where there are none.
    after: frozenset[str] = frozenset()
    # It leads only where an adult is known to write.
    for_adults: bool = False
    # It leads only where an adult has told of a child.
    of_case: bool = False
    # It also leads from an alarm that may be a false one; the number then goes before the answer.
    beats_doubt: bool = False
    # After one of these topics it does not lead from such an alarm.
    not_after: frozenset[str] = frozenset()
    # How sure it is that the words are calm: then it leads from an alarm that only the classifier
    # raised (`calm_topic`).
    calm: Calm | None = None

    def leads_from(self, intent: str, risk: Risk, *, is_certain: bool = True) -> bool:
        """Whether a message of that risk, read as that intent, is answered by `leads_to`."""
        if self.leads_to in (None, intent):
            return False
        if risk is Risk.emergency:
            may_lead = self.beats_doubt and not is_certain
            return may_lead and intent in {*CRISES, *self.instead_of}
        if self.instead_of:
            return intent in self.instead_of
        return intent not in CRISES and not intent.startswith(DISCLOSURE_PREFIX)


def leading(
    intent: str, risk: Risk, topics: Iterable[Topic], *, is_certain: bool = True
) -> Topic | None:
    """The first of these topics that leads anywhere."""
    leads = (one for one in topics if one.leads_from(intent, risk, is_certain=is_certain))
    return next(leads, None)


def calm_topic(topics: Iterable[Topic]) -> Topic | None:
    """The first topic by which the words are calm; its phrases are whole messages."""
    return next((topic for topic in topics if topic.calm), None)


def load_topics(folder: Path) -> PatternBook[Topic]:
    """Reads the topics below `folder`, the answers'.

    Raises DataFileError, also where an example does not fit or a name is unknown.
    """
    schemas = data_file.load(folder / "schema.yml", {})
    read = [
        (pattern, file, number)
        for file in sorted((folder / "topics").glob("*.yml"))
        for number, pattern in enumerate(read_patterns(file, "topics", schemas["topics"], _topic))
    ]
    names = [pattern.meaning.name for pattern, _, _ in read]
    for place, (pattern, file, number) in enumerate(read):
        for problem in _problems(pattern.meaning, names, earlier=names[:place]):
            raise DataFileError(file, data_file.line_of(file, ["topics", number]), problem)
    patterns = [pattern for pattern, _, _ in read]
    topics = {topic.name: topic for topic in (pattern.meaning for pattern in patterns)}
    for file in sorted(folder.glob(f"*/{IN_A_LANGUAGE}")):
        patterns += _in_a_language(file, schemas["topics_in_a_language"], topics)
    # In every language the order of answers/topics decides which of two topics leads.
    return PatternBook(sorted(patterns, key=lambda one: names.index(one.meaning.name)))


def _in_a_language(
    file: Path, schema: dict[str, Any], topics: Mapping[str, Topic]
) -> list[Pattern[Topic]]:
    """More words for some topics; one may stand there several times."""
    for number, entry in enumerate(data_file.load(file, schema)["topics"]):
        topic = topics.get(entry["name"])
        problem = None
        if topic is None:
            problem = f"{entry['name']!r} is no topic"
        elif topic.calm and not all(one.startswith(WHOLE) for one in entry["phrases"]):
            problem = f"{topic.name}: what is calm is a whole message, `= a b`"
        if problem:
            raise DataFileError(file, data_file.line_of(file, ["topics", number]), problem)
    return read_patterns(file, "topics", schema, lambda entry: topics[entry["name"]])


def names_of(topics: PatternBook[Topic]) -> frozenset[str]:
    """The names that a variant may ask for, those which no phrases give among them."""
    return frozenset(
        {
            TAKEN,
            HELP_IS_NEAR,
            *BY_CHAT,
            *(topic.name for topic in topics.meanings()),
        }
    )


def _topic(entry: Mapping[str, Any]) -> Topic:
    return Topic(
        name=entry["name"],
        takes_back=frozenset(entry.get("takes_back", ())),
        goes_on=_several(entry.get("goes_on", ())),
        leads_to=entry.get("leads_to"),
        instead_of=frozenset(entry.get("instead_of", ())),
        after=frozenset(entry.get("after", ())),
        for_adults=entry.get("for_adults") is True,
        of_case=entry.get("for_adults") == CASE,
        beats_doubt=entry.get("beats_doubt", False),
        not_after=frozenset(entry.get("not_after", ())),
        calm=Calm(entry["calm"]) if "calm" in entry else None,
    )


def _several(names: str | Iterable[str]) -> frozenset[str]:
    return frozenset({names} if isinstance(names, str) else names)


def _problems(topic: Topic, names: Collection[str], earlier: Collection[str]) -> Iterator[str]:
    if topic.name in earlier:
        yield f"{topic.name} stands twice"
    intents = {topic.leads_to, *topic.instead_of} - {None, FALLBACK, *lowest_risks()}
    named = (
        topic.goes_on | topic.takes_back | topic.not_after | (topic.after - lowest_risks().keys())
    )
    topics = named - {ALWAYS, AFTER_ALARM, STANDING, TAKEN, TROUBLE, *names}
    is_of_adults = topic.for_adults or topic.of_case
    if topic.after and (is_of_adults or not topic.instead_of.isdisjoint(LOOKED_UP)):
        yield f"{topic.name}: `after` goes neither with for_adults nor with what is looked up"
    for kind, unknown in {"intent": intents, "topic": topics}.items():
        yield from (f"{topic.name}: {name!r} is no {kind}" for name in sorted(map(str, unknown)))
