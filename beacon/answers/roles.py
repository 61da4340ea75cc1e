"""Who writes, by what was told in a chat: a victim, a friend, a doer, an adult, an offender.

A message is read alone, as if nobody had written before it. Who has told of its own picture, of a
friend or of a child stays that until words tell of another case, or the chat as a whole shows
plainly that somebody else writes (beacon/understanding/writers.py).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from beacon.answers.history import History
from beacon.answers.topics import (
    ABOUT_ME,
    ADULT_NEAR_CHILD,
    ADULT_OFFENDS,
    CRIED_OUT,
    DID_BY_CHAT,
    FOR_ANOTHER,
    FRIEND_BY_CHAT,
    FRIEND_IN_DANGER,
    MAY_HAVE_DONE,
    MEETING,
    MYSELF,
    OF_ANOTHER,
    OF_MYSELF,
    OF_OWN_CHILD,
    OF_WHO_IS_HURT,
    OFFENDS_BY_CHAT,
    SAYS_PARENT,
    SAYS_YOUNG,
    SELF_AFTER_ALL,
)
from beacon.answers.understood import Understood
from beacon.levels import ADULT, YOUNG_BANDS, Risk
from beacon.understanding.belief import Belief, likeliest
from beacon.understanding.contract import (
    ABUSE,
    ASK_BOT_IDENTITY,
    ASK_HELPLINE_CONTACT,
    ASK_PRIVACY,
    COMMANDS,
    FORWARD_IMAGE,
    FRIENDS_CASE,
    GOODBYE,
    IMAGE_SHARED,
    MENU,
    NO,
    OF_A_CHILD,
    OF_ADULTS,
    OF_PROFESSIONALS,
    OUT_OF_SCOPE,
    PARENTS_CASE,
    SELF_HARM,
    SENT_IMAGE,
    SEXTORTION,
    SEXUAL_TO_BOT,
    TEACHERS_CASE,
    THANK,
    YES,
    tells_what_happened,
)
from beacon.understanding.writers import (
    ADULTS,
    DOER,
    FRIEND,
    GROWN_UP,
    LABELS,
    OFFENDER,
    PARENT,
    PROFESSIONAL,
    SURE_WRITER,
    VICTIM,
    YOUNG,
    believed,
)

# The situations by which it is known that a friend writes, or somebody who did something.
HELPING = "helping"
DOING = "doing"

ADULTS_CASES = {PARENTS_CASE: PARENT, TEACHERS_CASE: PROFESSIONAL}
# The intent of a case that is told by somebody whose own it is not.
CASES = {FRIEND: FRIENDS_CASE} | {writer: case for case, writer in ADULTS_CASES.items()}
OF_ITSELF = frozenset({SEXTORTION, IMAGE_SHARED, ABUSE, SENT_IMAGE})
TELL_WHOSE = OF_ITSELF | OF_A_CHILD | {FRIENDS_CASE}
# By these topics whoever writes speaks of itself.
OWN_WORDS = frozenset({CRIED_OUT, ABOUT_ME, MYSELF})
# Who is less likely an adult than this is none by the intent of one message.
MAYBE_ADULT = 0.4
# So surely an adult offends where no age is known, and where a child's was read: it may be that of
# the child. Whoever tells of an adult in a grown-up way must not be taken for that one.
SURE_OFFENDER: Mapping[str | None, float] = {None: 0.95, **dict.fromkeys(YOUNG_BANDS, 0.99)}
# Less surely than this a victim is not told to pass no pictures on.
LIKELY_DEED = 0.5
# From these chances on a young person may have done something to somebody, and likely has: answers
# fit both then, and follow-ups may be for doers; or they all are (docs/model-card.md).
MAYBE_DOER, LIKELY_DOER = 0.2, 0.4
# What an adult who offends may ask as everybody does.
KEPT_OF_OFFENDERS = COMMANDS | {
    MENU,
    ASK_BOT_IDENTITY,
    ASK_HELPLINE_CONTACT,
    ASK_PRIVACY,
    GOODBYE,
    THANK,
    SEXUAL_TO_BOT,
}
# In more words a yes or no is hardly one.
FEW_WORDS = 3
# By these topics an adult tells of its own offence; by the second one, where it is known as one.
OFFENCES = frozenset({ADULT_OFFENDS, ADULT_NEAR_CHILD})
# So likely a friend writes, where a cry for help names somebody else.
LIKELY_FRIEND = 0.6
# One message that is misread must not make a child out of a parent, or wipe out abuse.
TOLD_FOR_GOOD = (ABUSE, TEACHERS_CASE, PARENTS_CASE)


def surely(writer: Belief, band: str | None) -> str | None:
    """Who surely writes, by the words of a chat; nobody where a known age says otherwise."""
    who = likeliest(writer)
    if who == OFFENDER and band in SURE_OFFENDER:
        return who if writer[who] >= SURE_OFFENDER[band] else None
    readers = {ADULT: GROWN_UP, **dict.fromkeys(YOUNG_BANDS, YOUNG)}.get(band or "", LABELS)
    return who if who in readers and writer[who] >= SURE_WRITER else None


def likely_writer(writer: Belief, band: str | None, has_said: frozenset[str]) -> str | None:
    """Who surely writes, or a doer that likelier does than anybody else."""
    is_likeliest = likeliest(writer) == DOER and writer[DOER] >= LIKELY_DOER
    is_doer = MAY_HAVE_DONE in has_said and is_likeliest and band != ADULT
    return who_writes(writer, band, has_said) or (DOER if is_doer else None)


def who_writes(writer: Belief, band: str | None, has_said: frozenset[str]) -> str | None:
    """Who surely writes, by the topics that were said and by the words of the chat."""
    return says_who(has_said, band, surely(writer, band))


def says_who(has_said: frozenset[str], band: str | None, by_chat: str | None) -> str | None:
    """Who writes by the topics that it has said, before who surely does `by_chat`.

    An adult who has told of its own offence is that until it says to be a child, or surely writes
    for somebody else. A friend, where no adult and no doer has said so outright, and nothing of its
    own; no friend once it has said that there is none.
    """
    if by_chat == OFFENDER and SAYS_YOUNG in has_said:
        return None
    if _tells_of_own_offence(has_said, band) and by_chat not in (*ADULTS, FRIEND):
        return OFFENDER
    if SELF_AFTER_ALL in has_said:
        return None if by_chat == FRIEND else by_chat
    is_own = not has_said.isdisjoint(OWN_WORDS | {OF_OWN_CHILD})
    may_be = band != ADULT and by_chat in (None, VICTIM, FRIEND)
    return FRIEND if FOR_ANOTHER in has_said and may_be and not is_own else by_chat


def _tells_of_own_offence(has_said: frozenset[str], band: str | None) -> bool:
    is_young = band in YOUNG_BANDS or SAYS_YOUNG in has_said
    offences = OFFENCES if band == ADULT else {ADULT_OFFENDS}
    return not is_young and not has_said.isdisjoint(offences)


def as_written_by(message: Understood, writer: str | None) -> Understood:
    """The message as who surely writes it means it, if it was read as somebody else's."""
    if writer is None or message.is_alarm or message.is_led:
        return message
    own = CASES.get(writer)
    if own and message.intent in OF_ITSELF.union(CASES.values()):
        return message.as_intent(own)
    is_by_chance = message.intent == FORWARD_IMAGE and message.confidence < LIKELY_DEED
    is_no_doer = writer == VICTIM and is_by_chance
    if is_no_doer or (writer in YOUNG and message.intent in OF_ADULTS | {FRIENDS_CASE}):
        return message.as_intent(_of_nobody(message) or OUT_OF_SCOPE)
    return message


def as_of_friend(message: Understood, history: History, writer: str | None) -> Understood:
    """A cry of who surely writes for somebody else is that one's, but for own words.

    So is a cry that names somebody else, where a friend likelier writes than not. That somebody may
    harm itself is known by its name; of a meeting or of violence more is to be said, where words
    tell of it.
    """
    if not message.says.isdisjoint(OWN_WORDS):
        return message.not_saying(FRIEND_IN_DANGER)
    has_said = history.topics_with(message.says, message.unsays)
    is_own = not has_said.isdisjoint(OWN_WORDS) or OF_MYSELF in message.says
    likely = believed(history.writer, message.writers)
    names_one = OF_ANOTHER in message.says and message.intent == SELF_HARM
    is_friend = writer == FRIEND or (names_one and likely[FRIEND] >= LIKELY_FRIEND)
    if not is_friend or not message.is_typed or not message.is_alarm or is_own:
        return message
    if message.intent == SELF_HARM and MEETING not in message.says:
        return message.saying(FRIEND_IN_DANGER)
    return message.saying(FRIEND_BY_CHAT) if message.is_doubtful_alarm else message


def as_of_doer(
    message: Understood, history: History, writer: str | None, *, is_adult: bool = False
) -> Understood:
    """The message with what the chat says of a deed, for as long as it does.

    It was done where a doer surely writes and was answered as one; it may have been where one may
    be writing who is no adult, and not by the first message alone. What was done to the writer
    counts more.
    """
    was_answered = any(one.answer == FORWARD_IMAGE for one in history.said)
    has_said = history.topics_with(message.says, message.unsays)
    is_hurt = not has_said.isdisjoint(OF_WHO_IS_HURT)
    has_done = writer == DOER and was_answered and not is_hurt
    may_be = not is_adult and writer not in GROWN_UP and bool(history.said)
    chance = believed(history.writer, message.writers)[DOER]
    may_have = may_be and chance >= MAYBE_DOER and not is_hurt and not has_done
    for topic, holds in ((DID_BY_CHAT, has_done), (MAY_HAVE_DONE, may_have)):
        if holds:
            message = message.saying(topic)
        elif topic in history.topics:
            message = message.not_saying(topic)
    return message


def as_of_offender(message: Understood, history: History, writer: str | None) -> Understood:
    """The message of an adult who has or seeks contact with somebody under age is that.

    Where one surely writes. What asks the program for something keeps its meaning, a yes or no too,
    and so does a cry for help, for it may be another's, and what no head has read.
    """
    if writer != OFFENDER:
        is_over = OFFENDS_BY_CHAT in history.topics
        return message.not_saying(OFFENDS_BY_CHAT) if is_over else message
    is_answer = message.intent in (YES, NO) and message.words <= FEW_WORDS
    is_asked_for = message.intent in KEPT_OF_OFFENDERS or is_answer or not message.is_typed
    is_alarm = message.is_crisis or (message.is_alarm and message.is_certain)
    is_kept = is_asked_for or is_alarm or not message.writers
    meant = message if is_kept else message.as_intent(SEXUAL_TO_BOT)
    return meant.saying(OFFENDS_BY_CHAT)


def _of_nobody(message: Understood) -> str | None:
    """What else it may mean that tells of nobody's trouble."""
    other = message.likely_otherwise
    return other if other not in {*TELL_WHOSE, message.intent} else None


def heard(
    message: Understood, history: History, *, is_adult: bool, is_young: bool = False
) -> Understood:
    """The message of whoever writes; one that would make somebody else of it is read otherwise.

    `is_young` is whether the age is known, as that of a child.
    """
    told = _told_whose(message, history, is_adult=is_adult)
    if told is None or message.intent in OF_A_CHILD:
        is_mistaken = not is_adult and is_taken_for_an_adult(message, history, is_young=is_young)
    else:
        is_mistaken = _changes_role(message, told)
    if not is_mistaken:
        return message
    return message.as_intent(_of_nobody(message) or told or OUT_OF_SCOPE)


def _changes_role(message: Understood, told: str) -> bool:
    """Whether a friend was read after somebody else was told of, or a victim."""
    intent, says = message.intent, message.says
    if intent == FRIENDS_CASE:
        return told != FRIENDS_CASE and OF_ANOTHER not in says and OF_OWN_CHILD not in says
    if intent in OF_ITSELF:
        return told not in OF_ITSELF and OF_MYSELF not in says
    return False


def is_taken_for_an_adult(message: Understood, history: History, *, is_young: bool = False) -> bool:
    """Whether a young person who has told of some trouble was read as a parent or teacher.

    Whose age is known to be a child's, by `is_young`, speaks of no child of its own.
    """
    told = _told_whose(message, history, is_adult=False)
    is_known = told not in OF_A_CHILD if told else _has_told_as_young(history)
    is_known = is_known or is_young or says_young(message, history)
    is_of_own_child = OF_OWN_CHILD in message.says and not is_young
    return is_known and message.intent in OF_ADULTS and not is_of_own_child


def is_no_adult(message: Understood, history: History, *, is_by_intent: bool) -> bool:
    """Whether who is known as an adult is a young person after all.

    By its own words, or where one message's intent alone made an adult out of it.
    """
    if SAYS_YOUNG in message.says:
        return True
    writer = believed(history.writer, message.writers)
    is_unlikely = sum(writer[adult] for adult in GROWN_UP) < MAYBE_ADULT
    is_young = bool(message.writers) and is_unlikely
    return is_by_intent and (is_young or is_taken_for_an_adult(message, history))


def says_young(message: Understood, history: History) -> bool:
    """Whether the writer has said to be the child, and no adult for whom it was taken."""
    return SAYS_YOUNG in history.topics_with(message.says, message.unsays)


def _told_whose(message: Understood, history: History, *, is_adult: bool) -> str | None:
    """What tells whose trouble it is; what a child was taken for that is no adult tells nothing."""
    is_mistaken = not is_adult and says_young(message, history)
    whose = TELL_WHOSE - OF_A_CHILD if is_mistaken else TELL_WHOSE
    return history.latest(whose.__contains__)


def _has_told_as_young(history: History) -> bool:
    """Whether trouble was told by somebody who was not yet known as an adult."""
    return any(one.risk >= Risk.concern and one.band != ADULT for one in history.said)


def adults_case(history: History) -> str | None:
    """The case of a child that an adult told last."""
    return history.latest(ADULTS_CASES.__contains__)


def is_professional(history: History, *, is_parent: bool) -> bool:
    """Whether a teacher or another professional told a case last, or asked for a lesson."""
    told = adults_case(history) or history.latest(OF_ADULTS.__contains__)
    return told in OF_PROFESSIONALS and not is_parent


def of_adult(message: Understood, history: History) -> str | None:
    """What an adult means by it, if anything else: the intent of the case that was told.

    What surely is an alarm is one.
    """
    told = adults_case(history)
    meant = message.of_adult or (message.of_case if told else None)
    if not meant or (message.is_alarm and message.is_certain):
        return None
    return told or (message.intent if message.intent in ADULTS_CASES else meant)


def is_parent(message: Understood, history: History) -> bool:
    """Whether the adult has said that it is the parent."""
    return SAYS_PARENT in history.topics_with(message.says, message.unsays)


def of_parent(intent: str, *, is_parent: bool) -> str:
    """The same for whoever has said that it is the parent, and no teacher."""
    return PARENTS_CASE if is_parent and intent == TEACHERS_CASE else intent


def case_of(history: History, *, is_parent: bool, is_young: bool = False) -> str | None:
    """The intent of what was told last of what happened; of a child that `is_young` no adult's."""
    mistaken = ADULTS_CASES if is_young else ()
    told = History(tuple(one for one in history.said if one.answer not in mistaken))
    answers = {of_parent(one.answer, is_parent=is_parent) for one in told.said}
    for_good = next((intent for intent in TOLD_FOR_GOOD if intent in answers), None)
    case = for_good or told.latest(tells_what_happened)
    return of_parent(case, is_parent=is_parent) if case else None


def writers(
    told: str | None,
    intent: str,
    band: str | None,
    situations: Collection[str],
    writer: str | None = None,
    *,
    may_have_done: bool = False,
) -> frozenset[str]:
    """Who may be writing, where that was told; while nothing was told, any young person.

    `told` is what was told before, `intent` that of the message at hand, `writer` who likely writes
    by the words of the chat; where a deed was told, who did it may be writing, too. Where no words
    told of one, and the chat only sounds like it, `may_have_done`, that rules nobody out.
    """
    has_done = DOING in situations and writer in YOUNG
    if writer:
        return frozenset({writer, DOER} if has_done else {writer})
    if band == ADULT:
        own = ADULTS_CASES.get(told or intent)
        return frozenset({own} if own else ADULTS)
    told_by = {DOER: DOING in situations, FRIEND: HELPING in situations, VICTIM: told in OF_ITSELF}
    known = {role for role, is_so in told_by.items() if is_so}
    says_nothing = {DOER} if may_have_done else set()
    return frozenset(YOUNG if known <= says_nothing else known)
