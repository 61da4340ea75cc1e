"""Follow-ups: which file is read, and which of them answers a message in its chat."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import textstat
import yaml

from beacon import project
from beacon.answers import Composer, Reply, Said, Turn, conversation
from beacon.answers.follow_ups import FollowUp, FollowUps, load_follow_ups
from beacon.answers.history import ALARM, FOLLOW_UP
from beacon.answers.short_reply import ShortReply
from beacon.data_file import DataFileError
from beacon.levels import Risk
from beacon.understanding.contract import lowest_risks
from beacon.understanding.likeness import Like
from tests.unit.answers.rankings import BY_LIKENESS, LIKE
from tests.unit.answers.test_texts import (
    FORBIDDEN,
    GRADES,
    NOT_FOR_A_CHILD_OF_EIGHT,
    SOURCE,
    WORDS,
)

BOOK = project.answer_book()
ALL = project.follow_ups()
BLACKMAIL = Said("disclose_sextortion", risk=Risk.high)
FRIEND = Said("disclose_friend", risk=Risk.high)
MUM = {
    "name": "will_mum_be_angry",
    "asked": ["will mum be mad", "is mum gonna be cross", "what if she shouts"],
    "unlike": ["mum is mad"],
    "text": 'Many mums get loud since they worry. Say, "Please listen first."',
    "short": 'Say, "Please listen first."',
    "sources": ["own"],
    "next": ["ask_talk_to_adult"],
}
ADULTS = {"who": ["parent"], "adult": "Most children fear that. Say that you are not angry."}
Make = Callable[..., FollowUps]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Makes follow-ups of entries, which begin as MUM does."""
    folder = Path(shutil.copytree(project.ROOT / "answers", tmp_path / "answers"))
    for file in (folder / "en" / "follow_ups").glob("*.yml"):
        file.unlink()

    def of(*entries: dict[str, Any]) -> FollowUps:
        content = {"review": "draft", "follow_ups": [{**MUM, **entry} for entry in entries]}
        (folder / "en" / "follow_ups" / "some.yml").write_text(yaml.safe_dump(content))
        return load_follow_ups(folder, project.topics())

    return of


def asked(likeness: float, *said: Said, intent: str = "ask_risks", **more: Any) -> Turn:
    """A typed message that is like the first of the follow-ups."""
    like = (Like(str(MUM["name"]), likeness),)
    turn = Turn(intent, said=said, like=like, is_typed=True, country="GB", confidence=0.5)
    return replace(turn, **more)


def reply_to(follow_ups: FollowUps, turn: Turn) -> Reply:
    return Composer(BOOK, project.register(), follow_ups, BY_LIKENESS).reply(turn)


def is_said(follow_ups: FollowUps, turn: Turn) -> bool:
    return reply_to(follow_ups, turn).said.facts.get(FOLLOW_UP) == MUM["name"]


def test_what_a_message_is_like_is_its_answer(make: Make) -> None:
    reply = reply_to(make({}), asked(0.95))
    assert reply.before == (MUM["text"],)
    assert [button.intent for button in reply.buttons] == ["ask_talk_to_adult"]
    assert reply.said.answer == FOLLOW_UP
    assert not is_said(make({}), asked(0.3))


def test_a_first_message_and_what_words_have_chosen_may_be_answered_so(make: Make) -> None:
    assert is_said(make({}), asked(0.99, confidence=0.9))
    assert is_said(make({}), asked(0.99, BLACKMAIL, is_led=True))


def test_who_begins_with_what_has_happened_has_all_first_steps(make: Make) -> None:
    first = asked(0.65, intent="disclose_sextortion", confidence=0.9)
    for turn, are_told in (
        (first, True),
        (replace(first, confidence=0.5), False),
        (replace(first, said=(BLACKMAIL,)), False),
        (replace(first, intent="ask_law"), False),
        (asked(0.75, intent="disclose_sextortion", confidence=0.9), False),
    ):
        assert (not list(make({}).fitting(turn))) is are_told


def test_the_help_of_the_intent_goes_with_it(make: Make) -> None:
    reply = reply_to(make({}), asked(0.95, BLACKMAIL, intent="ask_report"))
    assert reply.said.facts[FOLLOW_UP] == MUM["name"]
    assert reply.help is not None


def test_an_alarm_is_never_answered_by_one_and_a_doubtful_one_only_below_the_number(
    make: Make,
) -> None:
    danger, doubt = "crisis_immediate_danger", {ALARM: "doubtful"}
    sure = asked(1.0, intent=danger, risk=Risk.emergency)
    assert not is_said(make({}), sure)
    in_doubt = asked(LIKE, BLACKMAIL, intent=danger, risk=Risk.emergency, facts=doubt)
    reply = reply_to(make({}), in_doubt)
    assert "999" in reply.before[0]
    assert MUM["text"] in reply.before


def test_a_doubtful_crisis_out_of_the_blue_is_asked_about(make: Make) -> None:
    danger, doubt = "crisis_immediate_danger", {ALARM: "doubtful"}
    calm = asked(0.99, Said("ask_risks"), intent=danger, risk=Risk.emergency, facts=doubt)
    assert not is_said(make({}), calm)
    assert "Are you safe" in reply_to(make({}), calm).text
    assert is_said(make({}), replace(calm, said=(BLACKMAIL,)))


def test_while_an_alarm_stands_it_comes_below_the_number(make: Make) -> None:
    cry = Said("crisis_self_harm", risk=Risk.emergency)
    reply = reply_to(make({}), asked(LIKE, cry, highest_risk=Risk.emergency))
    assert reply.said.facts[FOLLOW_UP] == MUM["name"]
    assert "999" in reply.before[0]


def test_below_a_doubtful_alarm_it_can_be_tapped_that_the_child_is_not_safe(make: Make) -> None:
    danger, doubt = "crisis_immediate_danger", {ALARM: "doubtful"}
    turn = asked(0.95, BLACKMAIL, intent=danger, risk=Risk.emergency, facts=doubt)
    reply = reply_to(make({}), turn)
    assert [button.intent for button in reply.buttons[:2]] == ["deny", "affirm"]
    history = conversation.read_history([reply.about()])
    assert history.asks_whether_safe


def test_who_writes_says_which_may_answer(make: Make) -> None:
    for_friends = make({"who": ["friend"]})
    assert is_said(for_friends, asked(0.95, FRIEND))
    blackmailed = asked(0.95, BLACKMAIL, facts={"told": BLACKMAIL.answer})
    assert not is_said(for_friends, blackmailed)
    assert is_said(make({"who": ["victim"]}), blackmailed)


def test_an_adult_reads_the_text_for_adults(make: Make) -> None:
    parent = asked(0.95, band="adult", facts={"told": "parent_child_affected"})
    assert reply_to(make(ADULTS), parent).before == (ADULTS["adult"],)
    assert not is_said(make({}), parent)
    assert not is_said(make({**ADULTS, "who": ["professional"]}), parent)


def test_what_was_told_before_says_which_may_answer(make: Make) -> None:
    after, not_after = make({"after": ["blackmail"]}), make({"not_after": ["blackmail"]})
    first, later = asked(0.95), asked(0.95, BLACKMAIL)
    assert [is_said(after, first), is_said(after, later)] == [False, True]
    assert [is_said(not_after, first), is_said(not_after, later)] == [True, False]


def test_the_next_likest_answers_where_the_likest_does_not_fit(make: Make) -> None:
    two = make({"after": ["danger"]}, {"name": "second", "text": "Ask for a calm moment."})
    turn = replace(asked(0.95), like=(Like(str(MUM["name"]), 0.95), Like("second", 0.9)))
    assert reply_to(two, turn).said.facts[FOLLOW_UP] == "second"


def test_it_is_said_in_fewer_words_where_that_is_asked_for(make: Make) -> None:
    follow_ups = make({})
    said = reply_to(follow_ups, asked(0.95)).said
    simpler = Turn("ask_explain_simpler", said=(said,), country="GB")
    assert reply_to(follow_ups, simpler).before == (MUM["short"],)


def test_it_is_not_said_twice_running(make: Make) -> None:
    follow_ups = make({})
    said = reply_to(follow_ups, asked(0.95)).said
    assert MUM["text"] not in reply_to(follow_ups, asked(0.95, said)).before


def test_a_case_that_is_told_is_remembered(make: Make) -> None:
    told = asked(
        0.95, Said("ask_risks"), intent="disclose_sextortion", risk=Risk.high, confidence=0.9
    )
    reply = reply_to(make({}), told)
    assert reply.said.answer == "disclose_sextortion"
    assert reply.said.facts[FOLLOW_UP] == MUM["name"]
    assert reply.help is not None


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ({"after": ["rain"]}, "'rain' is no situation"),
        ({"who": ["parent"]}, "there is no text for adult"),
        ({"next": ["ask_helplin"]}, "the next step 'ask_helplin' is no intent"),
        ({"asked": []}, "[] is too short"),
        ({"intent": "ask_mum"}, "'ask_mum' is no intent"),
        ({"not_learned": ["what if she shouts"]}, "nothing is learned of it"),
        ({"intent": "deny", "not_learned": ["i will run"]}, "is none of its wordings"),
        ({"colour": "red"}, "'colour' was unexpected"),
    ],
)
def test_a_broken_entry_is_named_with_its_line(
    make: Make, entry: dict[str, Any], problem: str
) -> None:
    with pytest.raises(DataFileError, match=r"some\.yml:\d+: .*") as error:
        make({}, {"name": "second", **entry})
    assert problem in str(error.value)


def test_a_name_stands_once(make: Make) -> None:
    with pytest.raises(DataFileError, match="will_mum_be_angry: it stands twice"):
        make({}, {})


SHORT_REPLIES: list[ShortReply] = [*ALL.by_name.values(), *ALL.acts.replies]
TEXTS = [(one, band, text) for one in SHORT_REPLIES for band, text in one.variant.text.items()]


def limit_of(band: str) -> str:
    """Every young reader gets the words for the youngest."""
    return band if band in ("adult", "short") else "8-10"


@pytest.mark.parametrize(
    ("one", "band", "text"),
    TEXTS,
    ids=lambda value: value.name if isinstance(value, ShortReply) else "",
)
def test_text_is_short_plain_and_kind(one: ShortReply, band: str, text: str) -> None:
    is_for_adults = one.who <= {"parent", "professional"}
    limit = limit_of(band)
    assert len(text.split()) <= WORDS[limit]
    assert textstat.flesch_kincaid_grade(text) <= (10 if is_for_adults else GRADES[limit])
    assert not FORBIDDEN.search(text)
    if not is_for_adults and band != "adult":
        assert not NOT_FOR_A_CHILD_OF_EIGHT.search(text)


def test_every_source_has_a_known_form_and_every_step_is_an_intent() -> None:
    every = SHORT_REPLIES
    sources = {source for one in every for source in one.variant.sources}
    assert [source for source in sorted(sources) if not SOURCE.match(source)] == []
    assert {step for one in every for step in one.variant.next} <= set(lowest_risks())


def test_no_wording_belongs_to_two_that_may_answer_the_same_message() -> None:
    owners: dict[str, list[FollowUp]] = {}
    for one in ALL.by_name.values():
        for text in one.asked:
            owners.setdefault(text.lower(), []).append(one)
    doubles = [
        (text, [one.name for one in several])
        for text, several in owners.items()
        if len({(one.who, one.after, one.not_after) for one in several}) < len(several)
    ]
    assert doubles == []
