"""A child hands over to a person: real bot, real application, and a staff's side that dies."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from beacon.handover.record import key_of
from tests.bot.test_web import Page
from tests.staff.conftest import Staffed

OFFER = "Shall I ask if a person can take over?"
MAY_READ = "May they also read what we said so far?"
STORED = "It is passed on."
FAILED = "I could not pass it on."

READ_CASES = """
import json
from cases.models import Case
print(json.dumps([{
    "key": str(case.key), "risk": case.get_risk_display(), "country": case.country,
    "age_band": case.age_band, "may_read": case.may_read, "live": case.live, "ended": case.ended,
    "happened": case.happened,
    "messages": [[m.sender, m.text, m.get_risk_display()] for m in case.messages.all()],
} for case in Case.objects.all()]))
"""
TAKE = """
from django.contrib.auth.models import User
from django.utils import timezone
from cases.models import Case
worker, _ = User.objects.get_or_create(username="wanda")
Case.objects.filter(key={key!r}).update(
    worker=worker, taken=timezone.now(), live="talking", worker_wrote=timezone.now())
"""
WRITE = """
from django.utils import timezone
from cases.models import Case, Message
case = Case.objects.get(key={key!r})
Message.objects.create(case=case, sender="worker", text={text!r})
Case.objects.filter(pk=case.pk).update(worker_wrote=timezone.now())
"""
MOVE_BACK = """
from datetime import timedelta
from django.db.models import F
from cases.models import Case
Case.objects.filter(key={key!r}).update({field}=F({field!r}) - timedelta(minutes=9))
"""
END = """
from cases.models import Case
Case.objects.filter(key={key!r}).update(live="over", ended="worker")
"""


class Child(Page):
    """A child at the chat page."""

    def tap(self, title: str) -> str:
        """The words after a tap on the button that was shown last under that title."""
        tokens = [
            button["token"]
            for reply in self.last
            for button in reply["buttons"]
            if button["title"] == title
        ]
        assert tokens, [button["title"] for reply in self.last for button in reply["buttons"]]
        return self.hear(token=tokens[-1])

    def hear(self, **message: Any) -> str:
        """What is said, in words, with the names and numbers of services."""
        self.answer = self.send(**message).json()
        self.last = self.answer["messages"]
        return in_words(self.last)

    def wish(self, title: str = "They may read it") -> str:
        """Asks for a person and says yes."""
        assert OFFER in self.hear(text="can i talk to a real person please")
        assert MAY_READ in self.tap("Yes, please ask")
        return self.tap(title)

    def news(self, after: int = 0) -> dict[str, Any]:
        body = {"conversation": self.conversation, "after": after}
        return dict(self.post("person", body).json())

    @property
    def key(self) -> str:
        return key_of(self.conversation)


def in_words(messages: list[dict[str, Any]]) -> str:
    parts = []
    for message in messages:
        cards = (message["help"] or {}).get("cards") or []
        parts += [
            *message["before"],
            *(card.get("phone") or "" for card in cards),
            *message["after"],
        ]
    return "\n".join(parts)


class Desk:
    """The staff's side, without its pages."""

    def __init__(self, staffed: Staffed) -> None:
        self.staffed = staffed

    def run(self, code: str, **values: str) -> str:
        return self.staffed.manage(
            "shell", "--no-imports", "-c", code.format(**values) if values else code
        )

    def cases(self, key: str) -> list[dict[str, Any]]:
        found = json.loads(self.run(READ_CASES).strip().splitlines()[-1])
        return [case for case in found if case["key"] == key]

    def case(self, key: str) -> dict[str, Any]:
        (case,) = self.cases(key)
        return case


@pytest.fixture
def child(staffed: Staffed) -> Child:
    return Child(staffed.url)


@pytest.fixture
def desk(staffed: Staffed) -> Iterator[Desk]:
    """With an application that runs again afterwards."""
    yield Desk(staffed)
    if staffed.staff.process.poll() is not None:
        staffed.start_staff()


def test_a_case_is_stored_before_it_is_confirmed(child: Child, desk: Desk) -> None:
    child.hear(text="im 12 and from portugal. a man has my picture and wants money")
    assert STORED in child.wish()
    assert child.answer["person"] == "waiting"
    case = desk.case(child.key)
    assert (case["risk"], case["country"], case["age_band"]) == ("high", "PT", "11-13")
    assert case["happened"][0] == {"intent": "disclose_sextortion", "risk": "high"}
    assert case["may_read"] is True
    assert "wants money" in str(case["messages"])


def test_only_a_summary_where_the_child_wants_that(child: Child, desk: Desk) -> None:
    child.hear(text="my boyfriend sent my picture to everyone")
    assert STORED in child.wish("Only the summary")
    case = desk.case(child.key)
    assert (case["may_read"], case["messages"]) == (False, [])


def test_no_means_no(child: Child, desk: Desk) -> None:
    child.hear(text="i want to talk to a real person")
    assert "That's fine." in child.tap("No, not now")
    assert child.answer["person"] is None
    assert desk.cases(child.key) == []


def test_yes_and_no_can_be_written(child: Child, desk: Desk) -> None:
    child.hear(text="i want to talk to a real person")
    assert MAY_READ in child.hear(text="yes")
    assert STORED in child.hear(text="no")
    assert desk.case(child.key)["may_read"] is False


def test_the_same_yes_twice_makes_one_case(child: Child, desk: Desk) -> None:
    child.hear(text="i want to talk to a real person")
    child.tap("Yes, please ask")
    shown = child.last
    assert STORED in child.tap("They may read it")
    child.last = shown
    child.tap("They may read it")
    assert len(desk.cases(child.key)) == 1


def test_a_person_writes_and_the_child_writes_back(child: Child, desk: Desk) -> None:
    child.wish()
    assert child.news()["live"] == "waiting"
    desk.run(TAKE, key=child.key)
    desk.run(WRITE, key=child.key, text="Hi, I'm here. I have read it.")
    news = child.news()
    assert (news["live"], news["closing"]) == ("talking", [])
    assert [message["text"] for message in news["messages"]] == ["Hi, I'm here. I have read it."]
    assert child.news(news["messages"][0]["id"])["messages"] == []
    assert child.hear(text="thank you. my name is Peter Miller, call +351 912 345 678") == ""
    sender, text, _ = desk.case(child.key)["messages"][-1]
    assert sender == "child"
    assert text.startswith("thank you.")
    assert not re.search("Miller|912", text)


def test_words_go_to_the_person_from_the_moment_of_taking(child: Child, desk: Desk) -> None:
    """Also before the page has asked how it stands."""
    child.wish()
    desk.run(TAKE, key=child.key)
    assert child.hear(text="is somebody there") == ""
    assert desk.case(child.key)["messages"][-1][1] == "is somebody there"


def test_the_bot_sees_danger_and_gives_numbers_once(child: Child, desk: Desk) -> None:
    child.wish()
    desk.run(TAKE, key=child.key)
    child.news()
    assert child.hear(text="is somebody there") == ""
    heard = child.hear(text="i dont want to live anymore")
    assert "please don't wait for them" in heard
    assert "112" in heard
    assert child.hear(text="i dont want to live anymore") == ""
    case = desk.case(child.key)
    assert case["risk"] == "emergency"
    assert case["messages"][-1][2] == "emergency"
    desk.run(END, key=child.key)
    [closing] = child.news()["closing"]
    assert "112" in closing["before"][0]
    assert closing["urgent"]


def test_when_the_person_ends_it_the_child_gets_numbers_and_the_bot(
    child: Child, desk: Desk
) -> None:
    child.hear(text="i am from portugal")
    child.wish()
    desk.run(TAKE, key=child.key)
    child.news()
    desk.run(END, key=child.key)
    news = child.news()
    assert news["live"] == "over"
    closing = in_words(news["closing"])
    assert "The person has ended the talk." in closing
    assert "116 111" in closing
    assert child.news()["closing"] == []
    assert child.hear(text="what is sexting") != ""


def test_when_nobody_takes_it_in_time_the_child_is_told(child: Child, desk: Desk) -> None:
    child.wish()
    for _ in range(2):
        assert child.news()["live"] == "waiting"
        desk.run(MOVE_BACK, key=child.key, field="created")
    closing = in_words(child.news()["closing"])
    assert "nobody was free to take over" in closing
    assert "116 111" in closing
    assert desk.case(child.key)["ended"] == "nobody"
    assert child.hear(text="what is sexting") != ""


def test_when_the_worker_goes_silent_the_child_is_told(child: Child, desk: Desk) -> None:
    child.wish()
    desk.run(TAKE, key=child.key)
    child.news()
    child.hear(text="are you there?")
    for field in ("child_wrote", "worker_wrote", "taken"):
        desk.run(MOVE_BACK, key=child.key, field=field)
    assert "the person has stopped writing" in in_words(child.news()["closing"])
    assert desk.case(child.key)["ended"] == "silence"


def test_the_child_can_end_it(child: Child, desk: Desk) -> None:
    child.wish()
    desk.run(TAKE, key=child.key)
    child.news()
    closing = child.post("person/end", {"conversation": child.conversation}).json()["closing"]
    assert "You ended the talk." in in_words(closing)
    assert child.hear(text="what is sexting") != ""
    assert (desk.case(child.key)["live"], desk.case(child.key)["ended"]) == ("over", "child")


def test_what_is_told_to_the_bot_meanwhile_follows(child: Child, desk: Desk) -> None:
    child.wish()
    assert child.hear(text="he found my school") != ""
    child.news()
    assert "he found my school" in str(desk.case(child.key)["messages"])


def test_danger_shows_where_the_words_may_not_be_read(child: Child, desk: Desk) -> None:
    child.hear(text="my boyfriend sent my picture to everyone")
    child.wish("Only the summary")
    assert desk.case(child.key)["risk"] == "high"
    assert "112" in child.hear(text="i dont want to live anymore")
    child.news()
    case = desk.case(child.key)
    assert case["risk"] == "emergency"
    assert case["messages"] == [["child", "", "emergency"]]


def test_who_takes_the_yes_back_takes_the_words_back(child: Child, desk: Desk) -> None:
    child.hear(text="my boyfriend sent my picture to everyone")
    child.wish()
    assert "everyone" in str(desk.case(child.key)["messages"])
    assert STORED in child.wish("Only the summary")
    case = desk.case(child.key)
    assert (case["live"], case["may_read"], case["messages"]) == ("waiting", False, [])
    child.hear(text="what is sexting")
    child.news()
    assert desk.case(child.key)["messages"] == []


def test_who_says_yes_later_gives_the_words_later(child: Child, desk: Desk) -> None:
    child.hear(text="my boyfriend sent my picture to everyone")
    child.wish("Only the summary")
    assert STORED in child.wish()
    case = desk.case(child.key)
    assert case["may_read"] is True
    assert "everyone" in str(case["messages"])
    child.hear(text="he found my school")
    child.news()
    assert "he found my school" in str(desk.case(child.key)["messages"])


def test_who_is_asked_once_more_and_says_no_waits_no_more(child: Child, desk: Desk) -> None:
    child.wish()
    child.hear(text="can i talk to a real person please")
    assert "That's fine." in child.tap("No, not now")
    assert child.answer["person"] is None
    news = child.news()
    assert (news["live"], news["closing"]) == ("over", [])
    assert (desk.case(child.key)["live"], desk.case(child.key)["ended"]) == ("over", "child")


def test_leaving_the_page_ends_the_hand_over(child: Child, desk: Desk) -> None:
    child.wish()
    child.post("end", {"conversation": child.conversation})
    assert desk.case(child.key)["ended"] == "child"


def test_killed_before_the_child_is_told_the_truth(
    child: Child, desk: Desk, staffed: Staffed
) -> None:
    child.hear(text="i want to talk to a real person")
    child.tap("Yes, please ask")
    staffed.kill_staff()
    words = child.tap("They may read it")
    assert FAILED in words
    assert STORED not in words
    assert child.answer["person"] is None
    staffed.start_staff()
    assert desk.cases(child.key) == []


def test_after_a_failure_a_second_try_makes_one_case(
    child: Child, desk: Desk, staffed: Staffed
) -> None:
    child.hear(text="i want to talk to a real person")
    child.tap("Yes, please ask")
    staffed.kill_staff()
    assert FAILED in child.tap("They may read it")
    staffed.start_staff()
    child.hear(text="i want to talk to a real person")
    child.tap("Yes, please ask")
    assert STORED in child.tap("They may read it")
    case = desk.case(child.key)
    assert case["live"] == "waiting"


def test_a_case_outlives_the_application(child: Child, desk: Desk, staffed: Staffed) -> None:
    child.wish()
    staffed.kill_staff()
    assert child.news()["live"] == "waiting"
    assert child.hear(text="are you still there") != ""
    staffed.start_staff()
    assert child.news()["live"] == "waiting"
    assert len(desk.cases(child.key)) == 1


def test_a_message_that_does_not_get_through_is_not_passed_over(
    child: Child, desk: Desk, staffed: Staffed
) -> None:
    child.wish()
    desk.run(TAKE, key=child.key)
    child.news()
    staffed.kill_staff()
    assert "did not get through" in child.hear(text="he is writing again")


def test_in_a_channel_where_nobody_can_write_back_it_leads_to_the_helplines(child: Child) -> None:
    body = {"sender": child.conversation, "message": "i want to talk to a real person"}
    answer = requests.post(f"{child.url}/webhooks/rest/webhook", json=body, timeout=60).json()
    assert OFFER not in str(answer)
    assert "116 111" in str(answer)
