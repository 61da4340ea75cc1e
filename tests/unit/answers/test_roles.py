"""Who writes stays that until words tell of another case."""

from __future__ import annotations

from dataclasses import replace

import pytest

from beacon.answers import roles
from beacon.answers.history import History, Said
from beacon.answers.topics import (
    DID_BY_CHAT,
    FRIEND_BY_CHAT,
    FRIEND_IN_DANGER,
    MAY_HAVE_DONE,
    OF_ANOTHER,
    OF_OWN_CHILD,
    OFFENDS_BY_CHAT,
)
from beacon.answers.understood import Understood
from beacon.levels import ADULT, Risk
from beacon.understanding import writers
from beacon.understanding.writers import LABELS

VICTIM = History((Said("disclose_image_shared", risk=Risk.high),))
PARENT = History((Said("parent_child_affected", risk=Risk.high, band=ADULT),))
PARENTS_WORDS = History((Said("teacher_incident", says=frozenset({"im_the_parent"})),))


def read(intent: str, *says: str, otherwise: str = "ask_report") -> Understood:
    return Understood(
        intent, says=frozenset(says), otherwise=otherwise, otherwise_chance=0.3, is_typed=True
    )


def heard(message: Understood, history: History = VICTIM, *, is_adult: bool = False) -> str:
    return roles.heard(message, history, is_adult=is_adult).intent


def test_what_is_no_answer_leaves_what_was_told() -> None:
    message = read("disclose_friend", otherwise="greet")
    assert heard(message) == "disclose_image_shared"


def test_who_has_told_a_childs_age_speaks_of_no_child_of_its_own() -> None:
    quoted = read("parent_child_affected", OF_OWN_CHILD)
    assert roles.heard(quoted, VICTIM, is_adult=False).intent == "parent_child_affected"
    assert roles.heard(quoted, VICTIM, is_adult=False, is_young=True).intent == "ask_report"


def test_a_friend_is_told_of_in_words() -> None:
    assert heard(read("disclose_friend", OF_ANOTHER)) == "disclose_friend"


@pytest.mark.parametrize(
    ("history", "is_adult", "expected"),
    [
        (VICTIM, False, "ask_report"),
        (VICTIM, True, "parent_how_to_talk"),
        (PARENT, False, "parent_how_to_talk"),
        (History(), False, "parent_how_to_talk"),
    ],
)
def test_who_has_told_of_itself_is_no_parent_by_one_message(
    history: History, is_adult: bool, expected: str
) -> None:
    assert heard(read("parent_how_to_talk"), history, is_adult=is_adult) == expected


def test_the_case_of_an_adult_stays_its_own() -> None:
    message = Understood("ask_report", of_adult="parent_child_affected")
    assert roles.of_adult(message, PARENT) == "parent_child_affected"
    assert roles.of_adult(Understood("ask_report"), PARENT) is None
    alarm = Understood("crisis_self_harm", of_adult="parent_child_affected")
    assert roles.of_adult(alarm, PARENT) is None


def test_who_has_said_that_it_is_the_parent_is_no_teacher() -> None:
    is_parent = roles.is_parent(Understood(), PARENTS_WORDS)
    assert roles.of_parent("teacher_incident", is_parent=is_parent) == "parent_child_affected"
    assert roles.case_of(PARENTS_WORDS, is_parent=is_parent) == "parent_child_affected"
    assert roles.case_of(PARENTS_WORDS, is_parent=False) == "teacher_incident"


@pytest.mark.parametrize(
    ("told", "band", "situations", "expected"),
    [
        (None, None, (), set(roles.YOUNG)),
        (None, ADULT, (), set(roles.ADULTS)),
        ("teacher_incident", ADULT, (), {roles.PROFESSIONAL}),
        ("disclose_sextortion", "11-13", (), {roles.VICTIM}),
        ("disclose_friend", "11-13", (roles.HELPING,), {roles.FRIEND}),
        ("disclose_image_shared", None, (roles.DOING,), {roles.VICTIM, roles.DOER}),
    ],
)
def test_who_may_be_writing(
    told: str | None, band: str | None, situations: tuple[str, ...], expected: set[str]
) -> None:
    assert roles.writers(told, "ask_report", band, situations) == expected


NO_PARENT = History((*PARENT.said, Said("inform_age", says=frozenset({"says_young"}))))


def test_who_says_that_it_is_the_child_tells_its_own_case() -> None:
    assert heard(read("disclose_image_shared"), PARENT) == "ask_report"
    assert heard(read("disclose_image_shared"), NO_PARENT) == "disclose_image_shared"
    assert heard(read("parent_child_affected"), NO_PARENT) == "ask_report"
    assert heard(read("parent_child_affected"), NO_PARENT, is_adult=True) == "parent_child_affected"
    assert roles.case_of(NO_PARENT, is_parent=False, is_young=True) is None


@pytest.mark.parametrize(
    ("answers", "is_parent", "expected"),
    [
        (["teacher_incident", "parent_how_to_talk"], False, True),
        (["teacher_lesson", "ask_law"], False, True),
        (["teacher_incident", "parent_child_affected"], False, False),
        (["teacher_incident"], True, False),
        ([], False, False),
    ],
)
def test_a_professional_stays_one(answers: list[str], is_parent: bool, expected: bool) -> None:
    history = History(tuple(map(Said, answers)))
    assert roles.is_professional(history, is_parent=is_parent) is expected


def belief(writer: str, chance: float = 0.95) -> dict[str, float]:
    return {**dict.fromkeys(LABELS, (1 - chance) / 5), writer: chance}


@pytest.mark.parametrize(
    ("writer", "chance", "band", "expected"),
    [
        (roles.FRIEND, 0.95, None, roles.FRIEND),
        (roles.FRIEND, 0.95, "11-13", roles.FRIEND),
        (roles.FRIEND, 0.7, None, None),
        (roles.FRIEND, 0.95, ADULT, None),
        (roles.PARENT, 0.95, None, roles.PARENT),
        (roles.PARENT, 0.95, "14-17", None),
        (roles.OFFENDER, 0.95, None, roles.OFFENDER),
        (roles.OFFENDER, 0.95, ADULT, roles.OFFENDER),
        (roles.OFFENDER, 0.95, "14-17", None),
    ],
)
def test_who_surely_writes_is_known_by_all_messages_and_the_age(
    writer: str, chance: float, band: str | None, expected: str | None
) -> None:
    assert roles.surely(belief(writer, chance), band) == expected


@pytest.mark.parametrize(
    ("intent", "writer", "expected"),
    [
        ("disclose_image_shared", roles.FRIEND, "disclose_friend"),
        ("disclose_image_shared", roles.PARENT, "parent_child_affected"),
        ("disclose_friend", roles.PROFESSIONAL, "teacher_incident"),
        ("disclose_friend", roles.VICTIM, "ask_report"),
        ("parent_how_to_talk", roles.DOER, "ask_report"),
        ("parent_how_to_talk", roles.PROFESSIONAL, "parent_how_to_talk"),
        ("disclose_image_shared", roles.VICTIM, "disclose_image_shared"),
        ("disclose_friend", None, "disclose_friend"),
        ("ask_law", roles.FRIEND, "ask_law"),
    ],
)
def test_a_case_is_that_of_who_surely_writes(
    intent: str, writer: str | None, expected: str
) -> None:
    assert roles.as_written_by(read(intent), writer).intent == expected


def test_an_alarm_and_what_words_say_are_left_alone() -> None:
    alarm = Understood("crisis_immediate_danger", level=Risk.emergency)
    assert roles.as_written_by(alarm, roles.FRIEND) == alarm
    by_words = replace(read("disclose_friend"), is_led=True)
    assert roles.as_written_by(by_words, roles.VICTIM) == by_words


def test_where_it_is_sure_only_who_writes_may_be_writing() -> None:
    writers = roles.writers("disclose_friend", "ask_report", None, (roles.HELPING,), roles.VICTIM)
    assert writers == {roles.VICTIM}


@pytest.mark.parametrize(
    ("writer", "is_none"), [(roles.VICTIM, True), (roles.PARENT, False), (roles.OFFENDER, False)]
)
def test_one_message_makes_no_adult_of_who_is_no_likely_one(writer: str, is_none: bool) -> None:
    told = History((Said("ask_report", writer=belief(writer)),))
    message = replace(read("teacher_lesson"), writers=dict.fromkeys(LABELS, 1 / len(LABELS)))
    assert roles.is_no_adult(message, told, is_by_intent=True) is is_none
    assert not roles.is_no_adult(message, told, is_by_intent=False)
    unread = replace(message, writers={})
    assert not roles.is_no_adult(unread, told, is_by_intent=True)


def test_who_offends_is_answered_as_that_for_as_long_as_it_is_sure() -> None:
    message = replace(read("disclose_coerced"), writers=belief(roles.OFFENDER))
    told = roles.as_of_offender(message, History(), roles.OFFENDER)
    assert told.intent == "sexual_to_bot"
    assert OFFENDS_BY_CHAT in told.says
    for writer in (roles.VICTIM, None):
        assert roles.as_of_offender(read("ask_law"), History(), writer) == read("ask_law")
    before = History((Said("sexual_to_bot", says=frozenset({OFFENDS_BY_CHAT})),))
    assert OFFENDS_BY_CHAT in roles.as_of_offender(read("ask_law"), before, roles.VICTIM).unsays


def test_what_an_offender_asks_of_the_program_and_a_cry_keep_their_meaning() -> None:
    cry = replace(read("crisis_self_harm"), level=Risk.emergency)
    for message in (read("ask_helpline"), read("ask_privacy"), cry):
        meant = roles.as_of_offender(message, History(), roles.OFFENDER)
        assert (meant.intent, meant.level) == (message.intent, message.level)
        assert OFFENDS_BY_CHAT in meant.says


@pytest.mark.parametrize(
    ("has_said", "band", "by_chat", "expected"),
    [
        ({"says_young"}, None, roles.OFFENDER, None),
        (set(), None, roles.OFFENDER, roles.OFFENDER),
        ({"adult_offends"}, None, roles.VICTIM, roles.OFFENDER),
        ({"adult_offends"}, ADULT, roles.PARENT, roles.PARENT),
        ({"adult_offends"}, None, roles.FRIEND, roles.FRIEND),
        ({"adult_offends"}, "14-17", roles.VICTIM, roles.VICTIM),
        ({"adult_offends", "says_young"}, None, roles.VICTIM, roles.VICTIM),
        ({"adult_near_child"}, ADULT, None, roles.OFFENDER),
        ({"adult_near_child"}, None, None, None),
    ],
)
def test_who_told_of_its_own_offence_is_an_offender_until_it_says_to_be_a_child(
    has_said: set[str], band: str | None, by_chat: str | None, expected: str | None
) -> None:
    assert roles.says_who(frozenset(has_said), band, by_chat) == expected


def test_what_no_head_has_read_keeps_its_meaning_and_a_surer_offender_may_be_young() -> None:
    unread = replace(read("disclose_coerced"), writers={})
    assert roles.as_of_offender(unread, History(), roles.OFFENDER).intent == "disclose_coerced"
    for intent in ("affirm", "deny", "ask_helpline_contact"):
        message = replace(read(intent), writers=belief(roles.OFFENDER), words=1)
        assert roles.as_of_offender(message, History(), roles.OFFENDER).intent == intent
    longer = replace(read("deny"), writers=belief(roles.OFFENDER), words=6)
    assert roles.as_of_offender(longer, History(), roles.OFFENDER).intent == "sexual_to_bot"
    assert roles.surely(belief(roles.OFFENDER, 0.995), "14-17") == roles.OFFENDER


def test_a_deed_is_known_by_the_chat_only_where_it_was_answered_as_one() -> None:
    message = Understood("out_of_scope")
    answered = History((Said("ask_forward_image"),))
    assert DID_BY_CHAT in roles.as_of_doer(message, answered, writers.DOER).says
    assert DID_BY_CHAT not in roles.as_of_doer(message, History(), writers.DOER).says
    told = History((Said("ask_forward_image", says=frozenset({DID_BY_CHAT})),))
    assert DID_BY_CHAT in roles.as_of_doer(message, told, writers.VICTIM).unsays


def test_what_was_done_to_a_doer_counts_more_than_the_deed() -> None:
    answered = History((Said("ask_forward_image"),))
    hurt = Understood("out_of_scope", says=frozenset({"my_picture"}))
    assert DID_BY_CHAT not in roles.as_of_doer(hurt, answered, writers.DOER).says


@pytest.mark.parametrize(("chance", "may_have"), [(0.19, False), (0.2, True), (0.7, True)])
def test_where_a_doer_may_write_a_deed_may_have_been_done(chance: float, may_have: bool) -> None:
    message, before = read("disclose_image_shared"), belief(writers.DOER, chance)
    chat = History((Said("greet", writer=before),))
    unread = replace(message, writers={})
    assert (MAY_HAVE_DONE in roles.as_of_doer(unread, chat, None).says) is may_have


def test_what_nobody_has_read_tells_of_no_deed() -> None:
    unread = replace(read("disclose_image_shared"), writers={})
    chat = History((Said("greet", writer=writers.AT_FIRST),))
    assert MAY_HAVE_DONE not in roles.as_of_doer(unread, chat, None).says


def test_nobody_may_have_done_it_by_a_first_message_as_an_adult_or_who_was_hurt() -> None:
    message = replace(read("disclose_image_shared"), writers=belief(writers.DOER, 0.7))
    chat = History((Said("greet", writer=writers.AT_FIRST),))
    assert MAY_HAVE_DONE in roles.as_of_doer(message, chat, None).says
    assert MAY_HAVE_DONE not in roles.as_of_doer(message, History(), None).says
    assert MAY_HAVE_DONE not in roles.as_of_doer(message, chat, writers.PARENT).says
    assert MAY_HAVE_DONE not in roles.as_of_doer(message, chat, None, is_adult=True).says
    hurt = message.saying("my_picture")
    assert MAY_HAVE_DONE not in roles.as_of_doer(hurt, chat, None).says


def test_what_may_have_been_done_was_done_once_it_is_sure_and_not_done_once_it_is_not() -> None:
    answered = History((Said("ask_forward_image", says=frozenset({MAY_HAVE_DONE})),))
    message = replace(read("disclose_image_shared"), writers=belief(writers.DOER, 0.7))
    sure = roles.as_of_doer(message, answered, writers.DOER)
    assert DID_BY_CHAT in sure.says
    assert MAY_HAVE_DONE in sure.unsays
    calm = replace(read("greet"), writers=belief(writers.VICTIM))
    assert MAY_HAVE_DONE in roles.as_of_doer(calm, answered, writers.VICTIM).unsays


@pytest.mark.parametrize(
    ("chance", "band", "has_said", "expected"),
    [
        (0.39, None, {MAY_HAVE_DONE}, None),
        (0.4, None, {MAY_HAVE_DONE}, writers.DOER),
        (0.4, "14-17", {MAY_HAVE_DONE}, writers.DOER),
        (0.4, ADULT, {MAY_HAVE_DONE}, None),
        (0.4, None, set(), None),
    ],
)
def test_a_doer_likely_writes_who_is_likelier_than_anybody_else(
    chance: float, band: str | None, has_said: set[str], expected: str | None
) -> None:
    likeliest = {**dict.fromkeys(LABELS, (1 - chance) / (len(LABELS) - 1)), writers.DOER: chance}
    assert roles.likely_writer(likeliest, band, frozenset(has_said)) == expected
    second = {**likeliest, writers.VICTIM: chance + 0.01}
    assert roles.likely_writer(second, band, frozenset(has_said)) is None


def test_a_chat_that_sounds_like_a_deed_rules_nobody_out() -> None:
    doing = frozenset({"doing"})
    both = roles.writers("disclose_coerced", "greet", None, doing, may_have_done=True)
    assert both == {writers.VICTIM, writers.DOER}
    assert roles.writers(None, "greet", None, doing, may_have_done=True) == set(writers.YOUNG)
    assert roles.writers(None, "greet", None, doing) == {writers.DOER}


def test_an_alarm_of_a_friend_is_about_the_friend_but_for_own_words() -> None:
    alarm = Understood("crisis_self_harm", level=Risk.emergency, is_typed=True)
    assert FRIEND_IN_DANGER in roles.as_of_friend(alarm, History(), writers.FRIEND).says
    assert FRIEND_IN_DANGER not in roles.as_of_friend(alarm, History(), writers.VICTIM).says
    own = replace(alarm, says=frozenset({"about_me"}))
    assert FRIEND_IN_DANGER not in roles.as_of_friend(own, History(), writers.FRIEND).says
    calm, met = Understood("out_of_scope"), replace(alarm, says=frozenset({"meeting"}))
    assert FRIEND_IN_DANGER not in roles.as_of_friend(calm, History(), writers.FRIEND).says
    assert FRIEND_IN_DANGER not in roles.as_of_friend(met, History(), writers.FRIEND).says


@pytest.mark.parametrize(
    ("chance", "says", "is_the_friends"),
    [
        (0.9, {"of_another"}, True),
        (0.9, set(), False),
        (0.9, {"of_another", "of_myself"}, False),
        (0.1, {"of_another"}, False),
    ],
)
def test_a_cry_that_names_somebody_else_is_theirs_where_a_friend_likely_writes(
    chance: float, says: set[str], *, is_the_friends: bool
) -> None:
    alarm = Understood(
        "crisis_self_harm",
        level=Risk.emergency,
        is_typed=True,
        says=frozenset(says),
        writers=belief(writers.FRIEND, chance),
    )
    heard = roles.as_of_friend(alarm, History(), None)
    assert (FRIEND_IN_DANGER in heard.says) is is_the_friends


def test_that_a_friend_was_met_once_leaves_a_later_cry_the_friends() -> None:
    alarm = Understood("crisis_self_harm", level=Risk.emergency, is_typed=True)
    met = History((Said("crisis_immediate_danger", says=frozenset({"meeting"})),))
    assert FRIEND_IN_DANGER in roles.as_of_friend(alarm, met, writers.FRIEND).says


@pytest.mark.parametrize(
    ("writer", "is_certain", "is_the_friends"),
    [
        (writers.FRIEND, False, True),
        (writers.FRIEND, True, False),
        (writers.VICTIM, False, False),
    ],
)
def test_a_friend_is_asked_whether_the_friend_is_in_danger(
    writer: str, is_certain: bool, is_the_friends: bool
) -> None:
    alarm = Understood("crisis_immediate_danger", level=Risk.emergency, is_typed=True)
    alarm = replace(alarm, is_certain=is_certain)
    says = roles.as_of_friend(alarm, History(), writer).says
    assert (FRIEND_BY_CHAT in says) is is_the_friends


@pytest.mark.parametrize(
    ("topics", "band", "is_friend"),
    [
        ({"for_another"}, None, True),
        ({"for_another"}, "11-13", True),
        ({"for_another"}, "adult", False),
        ({"for_another", "about_me"}, None, False),
        ({"for_another", "cried_out"}, None, False),
        ({"for_another", OF_OWN_CHILD}, None, False),
        ({OF_ANOTHER}, None, False),
    ],
)
def test_who_says_that_it_is_about_a_brother_stays_somebody_who_helps(
    topics: set[str], band: str | None, is_friend: bool
) -> None:
    who = roles.says_who(frozenset(topics), band, None)
    assert (who == writers.FRIEND) is is_friend


@pytest.mark.parametrize("by_chat", [writers.PARENT, writers.PROFESSIONAL, writers.DOER])
def test_a_parent_or_a_doer_who_says_that_it_is_about_another_stays_that(by_chat: str) -> None:
    assert roles.says_who(frozenset({"for_another"}), None, by_chat) == by_chat


@pytest.mark.parametrize(
    ("writer", "confidence", "intent"),
    [
        (writers.VICTIM, 0.3, "ask_law"),
        (writers.VICTIM, 0.8, "ask_forward_image"),
        (writers.DOER, 0.3, "ask_forward_image"),
        (None, 0.3, "ask_forward_image"),
    ],
)
def test_a_victim_is_not_answered_by_chance_as_who_passes_pictures_on(
    writer: str | None, confidence: float, intent: str
) -> None:
    read = Understood(
        "ask_forward_image", confidence=confidence, otherwise="ask_law", otherwise_chance=0.25
    )
    assert roles.as_written_by(read, writer).intent == intent


def test_who_says_that_there_is_no_friend_is_none_however_the_chat_sounds() -> None:
    no_friend = frozenset({"self_after_all"})
    assert roles.says_who(no_friend, None, writers.FRIEND) is None
    assert roles.says_who(no_friend, None, writers.VICTIM) == writers.VICTIM


def test_whose_cry_it_is_stays_as_it_was_said() -> None:
    alarm = Understood("crisis_self_harm", level=Risk.emergency, is_typed=True)
    after = History((Said("crisis_self_harm", says=frozenset({"myself"})),))
    assert FRIEND_IN_DANGER not in roles.as_of_friend(alarm, after, writers.FRIEND).says
    own = replace(alarm, says=frozenset({"cried_out"}))
    assert FRIEND_IN_DANGER in roles.as_of_friend(own, History(), writers.FRIEND).unsays


def test_who_has_told_of_a_deed_may_be_writing_as_well_as_whom_it_sounds_like() -> None:
    who = roles.writers(None, "out_of_scope", None, {roles.DOING}, writers.VICTIM)
    assert who == {writers.VICTIM, writers.DOER}
