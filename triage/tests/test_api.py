"""The bot's way in: what it may send, what it gets, and what happens under a race."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from auditlog.models import LogEntry
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases import work
from cases.incoming import LONGEST_TEXT, MOST_BYTES
from cases.models import Case, Message, Risk, Sender
from cases.policy import policy
from counts.models import Count
from tests.bot import DECIDED, KEY, Bot, hand_over, handed_over, race
from tests.plans import read_from_end_to_end

WAYS = [
    ("get", "policy"),
    ("post", "hand-overs"),
    ("get", f"hand-overs/{KEY}"),
    ("post", f"hand-overs/{KEY}/messages"),
    ("post", f"hand-overs/{KEY}/end"),
]

pytestmark = pytest.mark.django_db


@pytest.fixture
def bot() -> Bot:
    return Bot()


def ask(bot: Bot, method: str, path: str) -> int:
    answer = bot.get(path) if method == "get" else bot.post(path, hand_over())
    return int(answer.status_code)


@pytest.mark.parametrize(("method", "path"), WAYS)
@pytest.mark.parametrize("secret", [None, "", "wrong", settings.HAND_OVER_SECRET + "x", "ä"])
def test_without_the_secret_nothing_is_answered(method: str, path: str, secret: str | None) -> None:
    handed_over()
    assert ask(Bot(secret), method, path) == 401
    assert Case.objects.count() == 1


def test_the_secret_alone_is_not_enough_for_the_pages_of_the_staff(bot: Bot) -> None:
    handed_over()
    answer = bot._client.get("/queue/")
    assert answer.status_code == 302


@pytest.mark.parametrize(("method", "path"), WAYS)
def test_the_other_method_is_refused(bot: Bot, method: str, path: str) -> None:
    other = "post" if method == "get" else "get"
    assert ask(bot, other, path) == 405


def test_the_child_learns_who_would_read_it(bot: Bot) -> None:
    rules = policy()
    assert json.loads(bot.get("policy").content) == {
        "service": rules.service,
        "who": rules.who,
        "minutes_until_nobody": rules.minutes_until_nobody,
        "workers_see_everything": rules.workers_see_everything,
    }


def test_a_hand_over_is_stored_with_all_that_was_told(bot: Bot) -> None:
    answer = bot.post("hand-overs", hand_over())
    assert answer.status_code == 201
    assert json.loads(answer.content) == {"key": KEY, "live": "waiting"}
    case = Case.objects.get()
    assert (case.risk, case.age_band, case.country) == (Risk.HIGH, "11-13", "PT")
    assert (case.language, case.asked_for, case.topic) == (
        "en",
        "request_human",
        "disclose_sextortion",
    )
    assert case.help["cards"][0]["phone"] == "116 111"
    assert case.may_read
    assert [(said.sender, said.text, said.before) for said in case.messages.all()] == [
        ("child", "he wants money or he posts it", True),
        ("bot", "This is not your fault.", True),
    ]


def test_where_only_the_summary_is_allowed_no_word_is_kept(bot: Bot) -> None:
    bot.post("hand-overs", hand_over(transcript=None))
    assert not Case.objects.get().may_read
    assert not Message.objects.exists()


def test_what_the_child_did_not_tell_may_be_null(bot: Bot) -> None:
    told = hand_over(age_band=None, country=None, happened=[], answered=[], transcript=[])
    assert bot.post("hand-overs", told).status_code == 201
    case = Case.objects.get()
    assert (case.age_band, case.country, case.topic) == ("", "", "")


def test_a_second_try_changes_nothing(bot: Bot) -> None:
    case = handed_over()
    answer = bot.post("hand-overs", hand_over(risk="none", transcript=[]))
    assert answer.status_code == 200
    assert Case.objects.get().risk == Risk.HIGH
    assert case.messages.count() == 2


def decides_again(bot: Bot, later: int = 1, **changes: Any) -> Case:
    """The case after the child has asked once more and decided so much later."""
    answer = bot.post("hand-overs", hand_over(decided=DECIDED + later, **changes))
    assert answer.status_code == 200
    return Case.objects.get(key=KEY)


def texts(case: Case) -> list[str]:
    return [said.text for said in case.messages.all()]


def test_who_takes_the_yes_back_takes_the_words_back(bot: Bot) -> None:
    handed_over()
    bot.says("he found my school")
    case = decides_again(bot, transcript=None)
    assert not case.may_read
    assert texts(case) == []


def test_who_says_yes_later_gives_the_words_later(bot: Bot) -> None:
    handed_over(transcript=None)
    case = decides_again(bot)
    assert case.may_read
    assert texts(case) == ["he wants money or he posts it", "This is not your fault."]
    assert all(said.before for said in case.messages.all())


def test_a_second_yes_makes_no_line_twice(bot: Bot) -> None:
    handed_over()
    bot.says("he found my school")
    said = [*hand_over()["transcript"], {"from": "child", "text": "he found my school"}]
    case = decides_again(bot, transcript=said)
    assert texts(case) == [line["text"] for line in said]


@pytest.mark.parametrize("later", [0, -1])
def test_a_retry_and_what_comes_late_decide_nothing(bot: Bot, later: int) -> None:
    case = handed_over()
    decides_again(bot, later, transcript=None, risk="emergency")
    case.refresh_from_db()
    assert (case.may_read, case.risk, case.messages.count()) == (True, Risk.HIGH, 2)


def test_with_a_decision_comes_what_has_happened_since(bot: Bot) -> None:
    handed_over(country=None)
    happened = [*hand_over()["happened"], {"intent": "crisis_self_harm", "risk": "emergency"}]
    case = decides_again(bot, risk="emergency", happened=happened, country="ES")
    assert (case.risk, case.topic, case.country) == (Risk.EMERGENCY, "crisis_self_harm", "ES")


def test_a_decision_lowers_no_risk_and_takes_nothing_that_was_known(bot: Bot) -> None:
    """A child that has started again with the bot is still the same child."""
    handed_over()
    case = decides_again(
        bot, risk="none", age_band=None, country=None, happened=[], answered=[], transcript=[]
    )
    assert (case.risk, case.topic) == (Risk.HIGH, "disclose_sextortion")
    assert (case.age_band, case.country) == ("11-13", "PT")


def test_a_child_that_decides_again_has_not_begun_to_wait_again(bot: Bot) -> None:
    case = handed_over()
    assert decides_again(bot).created == case.created


def test_what_was_told_to_the_worker_stays_when_the_yes_is_taken_back(
    bot: Bot, worker: User
) -> None:
    case = handed_over()
    work.take(case, worker, timezone.now())
    bot.says("he found my school")
    work.worker_writes(case, worker, "k" * 16, "I am here", timezone.now())
    assert texts(decides_again(bot, transcript=None)) == ["he found my school", "I am here"]


def test_a_decision_changes_nothing_that_is_over(bot: Bot) -> None:
    handed_over(transcript=None)
    bot.post(f"hand-overs/{KEY}/end", {})
    case = decides_again(bot)
    assert (case.live, case.may_read, texts(case)) == ("over", False, [])


def test_whose_time_is_over_learns_it_with_a_second_wish(bot: Bot) -> None:
    handed_over()
    Case.objects.update(created=timezone.now() - timedelta(minutes=policy().minutes_until_nobody))
    answer = bot.post("hand-overs", hand_over(decided=DECIDED + 1))
    assert json.loads(answer.content)["live"] == "over"


@pytest.mark.django_db(transaction=True)
def test_of_decisions_at_the_same_moment_the_latest_counts() -> None:
    handed_over()
    later = [hand_over(decided=DECIDED + number) for number in range(1, 5)]
    later.append(hand_over(decided=DECIDED + 5, transcript=None))
    race(*[partial(Bot().post, "hand-overs", body) for body in later])
    assert not Case.objects.get().may_read
    assert not Message.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_moment_make_one_case() -> None:
    answers = race(*[partial(Bot().post, "hand-overs", hand_over()) for _ in range(6)])
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 200, 200, 201]
    assert Case.objects.count() == 1
    assert Message.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_messages_at_the_same_moment_are_kept_once_each() -> None:
    handed_over()
    same = [partial(Bot().says, "are you there?", "the-same-key-each-time") for _ in range(4)]
    others = [partial(Bot().says, "hello", f"another-key-number-{number}") for number in range(3)]
    statuses = [answer.status_code for answer in race(*same, *others)]
    assert sorted(statuses[:4]) == [200, 200, 200, 201]
    assert statuses[4:] == [201, 201, 201]
    assert Message.objects.filter(before=False).count() == 4


BAD_FIELDS: list[tuple[str, Any]] = [
    ("key", ""),
    ("key", "short"),
    ("key", "x" * 65),
    ("key", "with spaces in it, really"),
    ("key", "../../../../etc/passwd"),
    ("key", 5),
    ("key", None),
    ("risk", "HIGH"),
    ("risk", 2),
    ("risk", None),
    ("risk", ["high"]),
    ("age_band", "12"),
    ("age_band", ""),
    ("age_band", 12),
    ("country", "pt"),
    ("country", "PRT"),
    ("country", ""),
    ("country", "P\n"),
    ("language", ""),
    ("language", None),
    ("language", "english"),
    ("language", "en<script>"),
    ("asked_for", "picture"),
    ("asked_for", None),
    ("happened", None),
    ("happened", {}),
    ("happened", ["disclose_sextortion"]),
    ("happened", [{"intent": "disclose_sextortion"}]),
    ("happened", [{"intent": "disclose_sextortion", "risk": "high", "text": "words"}]),
    ("happened", [{"intent": "Disclose!", "risk": "high"}]),
    ("happened", [{"intent": "disclose_sextortion", "risk": "worst"}]),
    ("happened", [{"intent": "greet", "risk": "none"}] * 501),
    ("answered", "greet"),
    ("answered", [5]),
    ("answered", ["<b>"]),
    ("help", None),
    ("help", []),
    ("help", {}),
    ("help", {"type": "other"}),
    ("help", {"type": "help", "cards": {}}),
    ("help", {"type": "help", "cards": [{"name": 5}]}),
    ("help", {"type": "help", "cards": [{"website": "javascript:alert(1)"}]}),
    ("help", {"type": "help", "cards": [{"website": "https://a.example/ onclick"}]}),
    ("help", {"type": "help", "cards": [{"dial": "112"}]}),
    ("help", {"type": "help", "cards": [{"free": "yes"}]}),
    ("help", {"type": "help", "cards": [{"name": "x"}] * 41}),
    ("help", {"type": "help", "emergency": "112"}),
    ("help", {"type": "help", "emergency": {"instead": ["FR"]}}),
    ("decided", None),
    ("decided", "yesterday"),
    ("decided", True),
    ("decided", 1.5),
    ("decided", -1),
    ("decided", 10**16),
    ("transcript", "he wants money"),
    ("transcript", [{"from": "worker", "text": "hello"}]),
    ("transcript", [{"from": "child"}]),
    ("transcript", [{"from": "child", "text": None}]),
    ("transcript", [{"from": "child", "text": "x" * (LONGEST_TEXT + 1)}]),
    ("transcript", [{"from": "child", "text": "a\0b"}]),
    ("transcript", [{"from": "child", "text": "half \ud83d a character"}]),
    ("transcript", [{"from": "child", "text": "look", "picture": "data:"}]),
]


@pytest.mark.parametrize(("name", "value"), BAD_FIELDS)
def test_a_bad_field_is_named_and_nothing_is_stored(bot: Bot, name: str, value: Any) -> None:
    answer = bot.post("hand-overs", hand_over(**{name: value}))
    assert answer.status_code == 400
    problem = json.loads(answer.content)["error"]
    assert problem.startswith(name)
    assert not Case.objects.exists()


def test_a_refusal_never_repeats_what_was_sent(bot: Bot) -> None:
    said = [{"from": "child", "text": "my name is Maria\0"}]
    assert b"Maria" not in bot.post("hand-overs", hand_over(transcript=said)).content


@pytest.mark.parametrize("name", hand_over())
def test_a_missing_field_is_named(bot: Bot, name: str) -> None:
    body = {key: value for key, value in hand_over().items() if key != name}
    answer = bot.post("hand-overs", body)
    assert answer.status_code == 400
    assert json.loads(answer.content)["error"] == f"the body lacks {name}"


def test_a_field_that_is_not_in_the_contract_is_refused(bot: Bot) -> None:
    answer = bot.post("hand-overs", hand_over(name="Maria", picture="data:image/png"))
    assert answer.status_code == 400
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'"text"', b"null", b"\xff\xfe", b"[" * 100_000, b"{" * 1000],
)
def test_what_is_no_object_of_json_is_refused(bot: Bot, body: bytes) -> None:
    answer = bot.send("hand-overs", body)
    assert answer.status_code == 400
    assert "error" in json.loads(answer.content)


@pytest.mark.parametrize("size", [MOST_BYTES + 1, 3_000_000])
def test_a_long_body_is_refused(bot: Bot, size: int) -> None:
    answer = bot.send("hand-overs", b" " * size)
    assert answer.status_code == 400
    assert "longer than" in json.loads(answer.content)["error"]


def test_the_longest_hand_over_is_stored(bot: Bot) -> None:
    said = [{"from": "child", "text": "x" * 390}] * 470
    assert len(json.dumps(hand_over(transcript=said))) < MOST_BYTES
    assert bot.post("hand-overs", hand_over(transcript=said)).status_code == 201
    assert Message.objects.count() == 470


def test_a_long_chat_in_other_letters_is_stored(bot: Bot) -> None:
    said = [{"from": "child", "text": "він надішле моє фото всім " * 10}] * 200
    body = json.dumps(hand_over(transcript=said), ensure_ascii=False).encode()
    assert bot.send("hand-overs", body).status_code == 201
    assert Message.objects.filter(text=said[0]["text"]).count() == 200


@pytest.mark.parametrize("path", ["", "/messages", "/end"])
def test_an_unknown_key_is_not_found(bot: Bot, path: str) -> None:
    handed_over()
    other = f"hand-overs/{'x' * 32}{path}"
    message = {"key": "key-of-a-message", "text": "hello", "risk": "none"}
    assert (bot.get(other) if not path else bot.post(other, message)).status_code == 404


def test_the_child_hears_what_the_worker_writes(bot: Bot, worker: User) -> None:
    case = handed_over()
    assert bot.state()["live"] == "waiting"
    work.take(case, worker, timezone.now())
    for number in range(3):
        work.worker_writes(case, worker, f"{number}" * 16, f"words {number}", timezone.now())
    state = bot.state()
    assert (state["live"], state["ended"], state["service"]) == ("talking", "", policy().service)
    assert [said["text"] for said in state["messages"]] == ["words 0", "words 1", "words 2"]
    after = state["messages"][1]["id"]
    assert [said["text"] for said in bot.state(after)["messages"]] == ["words 2"]


@pytest.mark.parametrize("after", ["-1", "x", "", "1.5", "9" * 30, "1;drop", "٣"])
def test_a_bad_after_is_refused(bot: Bot, after: str) -> None:
    handed_over()
    assert bot.get(f"hand-overs/{KEY}?after={after}").status_code == 400


def test_asking_is_a_sign_that_the_child_is_there(bot: Bot) -> None:
    case = handed_over()
    long_ago = timezone.now() - timedelta(minutes=5)
    Case.objects.update(child_seen=long_ago)
    bot.state()
    case.refresh_from_db()
    assert timezone.now() - case.child_seen < timedelta(seconds=5)


def test_asking_changes_nothing_that_the_queue_shows(bot: Bot) -> None:
    case = handed_over()
    Case.objects.update(child_seen=timezone.now() - timedelta(minutes=5))
    bot.state()
    bot.says("hello?")
    changed = Case.objects.get().changed
    assert changed == case.changed


def test_what_the_child_writes_is_stored_once(bot: Bot) -> None:
    case = handed_over()
    assert bot.says("is someone there").status_code == 201
    assert bot.says("is someone there").status_code == 200
    said = case.messages.get(before=False)
    assert (said.sender, said.text, said.risk) == (Sender.CHILD, "is someone there", Risk.NONE)


def test_the_same_key_in_another_case_is_another_message(bot: Bot) -> None:
    handed_over()
    other = "another-unguessable-key-of-another"
    handed_over(key=other)
    bot.says("hello")
    message = {"key": "key-of-a-message", "text": "hello", "risk": "none"}
    assert bot.post(f"hand-overs/{other}/messages", message).status_code == 201


def test_an_emergency_raises_the_risk_and_nothing_lowers_it(bot: Bot) -> None:
    case = handed_over(risk="concern")
    bot.says("he is at the door", "key-number-one-of-two", "emergency")
    bot.says("ok", "key-number-two-of-two", "none")
    case.refresh_from_db()
    assert case.risk == Risk.EMERGENCY


def test_without_words_a_message_raises_the_risk(bot: Bot) -> None:
    case = handed_over(transcript=None)
    assert bot.says("", risk="emergency").status_code == 201
    assert bot.says("", risk="emergency").status_code == 200
    case.refresh_from_db()
    assert case.risk == Risk.EMERGENCY
    said = case.messages.get()
    assert (said.text, said.risk, said.before) == ("", Risk.EMERGENCY, False)


def test_without_words_what_raises_nothing_leaves_nothing(bot: Bot) -> None:
    case = handed_over(transcript=None)
    assert bot.says(" ", risk="high").status_code == 200
    assert not case.messages.exists()


def test_words_that_may_not_be_read_are_not_kept(bot: Bot) -> None:
    """They were on their way when the child decided otherwise."""
    case = handed_over(transcript=None)
    bot.says("i want to die", risk="emergency")
    case.refresh_from_db()
    assert case.risk == Risk.EMERGENCY
    assert texts(case) == [""]


def test_to_a_worker_the_child_writes_words_whatever_was_said_before(
    bot: Bot, worker: User
) -> None:
    case = handed_over(transcript=None)
    work.take(case, worker, timezone.now())
    bot.says("hello")
    assert texts(case) == ["hello"]


def test_who_takes_the_yes_back_is_still_in_danger(bot: Bot) -> None:
    handed_over(transcript=None)
    bot.says("", risk="emergency")
    case = decides_again(bot, transcript=None)
    assert (case.risk, texts(case)) == (Risk.EMERGENCY, [""])


BAD_MESSAGES: list[dict[str, Any]] = [
    {"text": ""},
    {"text": "   \n"},
    {"text": 5},
    {"text": "x" * (LONGEST_TEXT + 1)},
    {"text": "a\0b"},
    {"key": "short"},
    {"key": None},
    {"risk": "worst"},
    {"risk": None},
    {"picture": "data:image/png;base64,"},
]


@pytest.mark.parametrize("change", BAD_MESSAGES)
def test_a_bad_message_is_refused(bot: Bot, change: dict[str, Any]) -> None:
    case = handed_over()
    message = {"key": "key-of-a-message", "text": "hello", "risk": "none", **change}
    answer = bot.post(f"hand-overs/{KEY}/messages", message)
    assert answer.status_code == 400
    assert not case.messages.filter(before=False).exists()


def test_the_child_ends_it_once_and_for_all(bot: Bot) -> None:
    handed_over()
    bot.says("hello")
    assert bot.post(f"hand-overs/{KEY}/end", {}).status_code == 200
    assert bot.post(f"hand-overs/{KEY}/end", {}).status_code == 200
    state = bot.state()
    assert (state["live"], state["ended"]) == ("over", "child")
    assert bot.says("one more", "another-key-of-a-message").status_code == 409
    # What had arrived before, and was sent again, is not lost.
    assert bot.says("hello").status_code == 200


def test_the_child_does_not_end_what_the_worker_has_ended(bot: Bot, worker: User) -> None:
    case = handed_over()
    work.take(case, worker, timezone.now())
    work.worker_ends(case, worker, timezone.now())
    bot.post(f"hand-overs/{KEY}/end", {})
    assert bot.state()["ended"] == "worker"


def test_nobody_in_time_is_told_and_counted(bot: Bot) -> None:
    handed_over()
    late = timezone.now() - timedelta(minutes=policy().minutes_until_nobody)
    Case.objects.update(created=late)
    for _ in range(2):
        state = bot.state()
        assert (state["live"], state["ended"]) == ("over", "nobody")
    counted = Count.objects.get(kind="nobody")
    assert (counted.number, counted.topic, counted.risk) == (1, "disclose_sextortion", "high")


def test_a_silent_worker_is_told_to_the_child(bot: Bot, worker: User) -> None:
    case = handed_over()
    late = timezone.now() - timedelta(minutes=policy().minutes_of_silence)
    work.take(case, worker, timezone.now())
    assert bot.state()["live"] == "talking"
    Case.objects.update(taken=late)
    state = bot.state()
    assert (state["live"], state["ended"]) == ("over", "silence")


def test_no_word_of_a_child_is_in_the_audit_trail(bot: Bot, worker: User) -> None:
    case = handed_over()
    work.take(case, worker, timezone.now())
    bot.says("he is at the door", risk="emergency")
    work.worker_writes(case, worker, "k" * 16, "I am here", timezone.now())
    bot.post(f"hand-overs/{KEY}/end", {})
    trail = json.dumps(list(LogEntry.objects.values("changes", "object_repr", "serialized_data")))
    # Any digits may stand in the microseconds of a time.
    trail = re.sub(r"(:\d\d)\.\d+", r"\1", trail)
    assert '"risk": ["2", "3"]' in trail
    for word in ("door", "money", "your fault", "I am here", "sextortion", KEY, "116"):
        assert word not in trail


def test_an_answer_reads_no_table_of_cases_or_messages_from_end_to_end(bot: Bot) -> None:
    handed_over()
    with CaptureQueriesContext(connection) as asked:
        bot.says("hello", "key-of-a-first-message")
        bot.state()
    selected = [query["sql"] for query in asked if query["sql"].startswith("SELECT")]
    assert any("cases_case" in query for query in selected)
    assert [query for query in selected if read_from_end_to_end(query)] == []


def test_a_table_that_is_read_from_end_to_end_is_noticed() -> None:
    assert read_from_end_to_end("SELECT * FROM cases_case WHERE asked_for = 'offer'")
    in_order = "SELECT * FROM cases_message WHERE id > 1 AND text = 'hello' ORDER BY id"
    assert read_from_end_to_end(in_order)
