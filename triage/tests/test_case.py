"""A case: its page, who may do what with it, races for it, and nothing in it that runs."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from auditlog.models import LogEntry
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from cases import glance, views, work
from cases.access import case_to_work_on
from cases.categories import groups
from cases.choices import ACTIONS, OUTCOMES
from cases.models import Case, Ended, Live, Note, Risk
from cases.policy import policy
from counts.models import Count
from tests.bot import KEY, SCRIPT, Answer, Bot, hand_over, handed_over, race
from tests.conftest import ClientOf, account

pytestmark = pytest.mark.django_db

STEPS = ["take", "write", "end", "notes", "record", "hand-on"]
WORDS = {"key": "k" * 16, "text": "I am here now"}


@pytest.fixture
def case() -> Case:
    return handed_over()


@pytest.fixture
def page(client_of: ClientOf, worker: User) -> Client:
    return client_of(worker)


@pytest.fixture
def mine(case: Case, worker: User) -> Case:
    """The worker's case, with the child in the chat."""
    work.take(case, worker, timezone.now())
    case.refresh_from_db()
    return case


def text_of(client: Client, case: Case, status: int = 200) -> str:
    answer = client.get(f"/cases/{case.pk}/")
    assert answer.status_code == status
    return answer.content.decode()


def do(client: Client, case: Case, step: str, **data: Any) -> Answer:
    return client.post(f"/cases/{case.pk}/{step}", data)


def refusal(answer: Answer) -> str:
    assert answer.status_code == 409
    return str(answer.content.decode())


# What the page shows


def test_the_page_says_at_a_glance_what_happened(page: Client, case: Case) -> None:
    text = text_of(page, case)
    for words in (
        "High risk",
        "Threats with an image",
        "11-13",
        "English",
        "Asked to talk to a person",
        "he wants money or he posts it",
        "This is not your fault.",
        "The child waits",
        "Take this case",
    ):
        assert words in text
    # Small talk is no part of what happened.
    assert "Hello" not in text


def test_where_only_the_summary_is_allowed_it_is_said(page: Client) -> None:
    text = text_of(page, handed_over(transcript=None))
    assert "The child passes on only this summary" in text
    assert "What was said to the bot" not in text


def test_the_numbers_of_the_country_can_be_called(page: Client, case: Case) -> None:
    text = text_of(page, case)
    assert '<a class="large-number" href="tel:112">112</a>' in text
    assert '<a class="large-number" href="tel:116111">116 111</a>' in text
    assert 'href="https://iacrianca.pt/" target="_blank" rel="noopener noreferrer"' in text
    assert "Mon-Fri 9-19 · Free · Portuguese" in text


def test_steps_are_told_in_order_and_once_in_a_row() -> None:
    told = [
        ("greet", "none"),
        ("ask_law", "none"),
        ("ask_law", "none"),
        ("disclose_sextortion", "high"),
        ("greet", "emergency"),
        ("brand_new_intent", "concern"),
    ]
    case = Case(happened=[{"intent": intent, "risk": risk} for intent, risk in told])
    assert [(step.words, step.risk, step.times) for step in glance.steps(case)] == [
        ("What the law says", "none", 2),
        ("Threats with an image", "high", 1),
        ("Hello", "emergency", 1),
        ("Brand new intent", "concern", 1),
    ]


def test_a_number_with_words_is_shown_and_what_is_dialled_can_be_called() -> None:
    card = {"name": "A", "phone": "1450, then press 2", "dial": ["1450"], "sms": "text HELP"}
    case = Case(help={"emergency": {"number": "+44 (0)20 1"}, "cards": [card]})
    shown = glance.help_for(case)
    assert [number.address for number in shown.emergency] == ["tel:+440201"]
    [service] = shown.services
    assert [number.address for number in service.numbers] == ["", "tel:1450"]
    assert [(number.shown, number.address) for number in service.texts] == [("text HELP", "")]


def test_a_case_without_any_help_or_story_has_a_page(page: Client) -> None:
    case = handed_over(happened=[], answered=[], age_band=None, country=None, help={"type": "help"})
    text = text_of(page, case)
    assert "The bot passed on no services." in text
    assert "The child has not told the bot." in text
    assert text.count(">not told<") == 2


def test_nothing_can_be_attached(page: Client, mine: Case) -> None:
    text = text_of(page, mine)
    assert "file" not in re.findall(r'type="(\w+)"', text)
    assert "multipart" not in text
    for form in ("write", "notes"):
        picture = {"text": "look", "key": "k" * 16, "picture": b"\x89PNG"}
        do(page, mine, form, **picture)
    assert {said.text for said in mine.messages.filter(before=False)} == {"look"}


def test_each_form_field_has_an_id_of_its_own(page: Client, mine: Case) -> None:
    ids = re.findall(r' id="([^"]+)"', text_of(page, mine))
    assert len(ids) == len(set(ids))


HOSTILE = [SCRIPT, "'\"><img src=x onerror=alert(1)>", "{{ settings.SECRET_KEY }}", "</li><b>"]


@pytest.mark.parametrize("words", HOSTILE)
def test_what_comes_from_outside_runs_nowhere(page: Client, worker: User, words: str) -> None:
    case = handed_over(transcript=[{"from": who, "text": words} for who in ("child", "bot")])
    work.take(case, worker, timezone.now())
    Bot().says(words)
    do(page, case, "write", key="k" * 16, text=words)
    do(page, case, "notes", text=words)
    card = dict.fromkeys(
        ("name", "local_name", "phone", "email", "sms", "hours", "only_for", "caution"), words
    )
    addresses = dict.fromkeys(("chat_url", "website", "report_url"), f"javascript:{words}")
    Case.objects.update(
        happened=[{"intent": words, "risk": "high"}],
        answered=[words],
        asked_for=words[:40],
        country="<b",
        language="<i>",
        age_band="<u>",
        help={
            "emergency": {
                "number": words,
                "dial": [words],
                "note": words,
                "instead": {"FR": words},
            },
            "cards": [{**card, **addresses, "dial": [words], "languages": [words]}],
        },
    )
    text = text_of(page, case)
    assert escape(words) in text
    assert settings.SECRET_KEY not in text
    for markup in ("<script>", "<img src=x", "<b", "<i>", "<u>", "javascript:"):
        assert markup not in text.replace("<button", "").replace("<body", "")


# Who may see and do what


def others() -> User:
    return account("walter", "worker")


def test_workers_see_what_nobody_has_and_their_own(
    client_of: ClientOf, mine: Case, worker: User, supervisor: User
) -> None:
    text_of(client_of(worker), mine)
    text_of(client_of(supervisor), mine)
    assert "money" not in text_of(client_of(others()), mine, 403)
    free = handed_over(key="another-unguessable-key-of-another")
    text_of(client_of(User.objects.get(username="walter")), free)


@pytest.mark.parametrize("step", ["", *STEPS])
def test_an_administrator_touches_no_case(
    client_of: ClientOf, administrator: User, case: Case, step: str
) -> None:
    client = client_of(administrator)
    way = client.post if step in STEPS else client.get
    assert way(f"/cases/{case.pk}/{step}").status_code == 403
    case.refresh_from_db()
    assert (case.worker, case.live) == (None, Live.WAITING)


@pytest.mark.parametrize("step", ["", *STEPS])
def test_nobody_touches_a_case_without_both_factors(
    client: Client, worker: User, case: Case, step: str
) -> None:
    way = client.post if step in STEPS else client.get
    assert way(f"/cases/{case.pk}/{step}").status_code == 302
    client.force_login(worker, backend="django.contrib.auth.backends.ModelBackend")
    assert way(f"/cases/{case.pk}/{step}").status_code == 302
    case.refresh_from_db()
    assert (case.worker, case.live) == (None, Live.WAITING)


@pytest.mark.parametrize("step", STEPS)
def test_every_step_needs_the_token_of_the_form(
    client_of: ClientOf, worker: User, mine: Case, step: str
) -> None:
    strict = client_of(worker, enforce_csrf_checks=True)
    data = {**WORDS, "category": "grooming", "colleague": others().pk}
    assert do(strict, mine, step, **data).status_code == 403
    mine.refresh_from_db()
    assert (mine.worker, mine.live, mine.category) == (worker, Live.TALKING, "")
    assert not mine.messages.filter(before=False).exists()
    assert not Note.objects.exists()


@pytest.mark.parametrize("step", STEPS)
def test_no_step_goes_by_get(page: Client, mine: Case, step: str) -> None:
    assert page.get(f"/cases/{mine.pk}/{step}").status_code == 405


@pytest.mark.parametrize("step", ["write", "end", "notes", "record", "hand-on"])
def test_a_worker_does_nothing_with_the_case_of_another(
    client_of: ClientOf, mine: Case, worker: User, step: str
) -> None:
    walter = others()
    data = {**WORDS, "category": "grooming", "colleague": walter.pk}
    assert do(client_of(walter), mine, step, **data).status_code == 403
    mine.refresh_from_db()
    assert (mine.worker, mine.live, mine.category) == (worker, Live.TALKING, "")
    assert not mine.messages.filter(before=False).exists()
    assert not Note.objects.exists()


@pytest.mark.parametrize("step", ["write", "end", "notes", "record", "hand-on"])
def test_a_case_must_be_taken_before_anything_is_done(page: Client, case: Case, step: str) -> None:
    assert do(page, case, step, **WORDS, category="grooming").status_code == 403
    case.refresh_from_db()
    assert (case.live, case.category) == (Live.WAITING, "")


@pytest.fixture
def slips_away(monkeypatch: pytest.MonkeyPatch) -> User:
    """Gets the case of each step right after it was found open to whoever takes the step."""
    walter = others()

    def found(request: HttpRequest, number: int) -> Case:
        case = case_to_work_on(request, number)
        Case.objects.update(worker=walter)
        return case

    monkeypatch.setattr(views, "case_to_work_on", found)
    return walter


@pytest.mark.parametrize("step", ["write", "end", "notes", "record", "hand-on"])
def test_whose_case_slips_away_does_nothing_with_it(
    page: Client, mine: Case, slips_away: User, supervisor: User, step: str
) -> None:
    data = {**WORDS, "category": "grooming", "colleague": supervisor.pk}
    assert "walter has this case." in refusal(do(page, mine, step, **data))
    mine.refresh_from_db()
    assert (mine.worker, mine.live, mine.category) == (slips_away, Live.TALKING, "")
    assert not mine.messages.filter(before=False).exists()
    assert not Note.objects.exists()


def test_whose_case_slips_away_does_not_close_it(
    page: Client, mine: Case, worker: User, slips_away: User
) -> None:
    record = finished(mine, worker)
    assert "walter has this case." in refusal(do(page, mine, "record", **record))
    mine.refresh_from_db()
    assert (mine.worker, mine.closed, mine.category) == (slips_away, None, "")
    assert mine.messages.exists()


def test_a_supervisor_still_closes_a_case_that_slips_away(
    client_of: ClientOf, mine: Case, worker: User, supervisor: User, slips_away: User
) -> None:
    do(client_of(supervisor), mine, "record", **finished(mine, worker))
    mine.refresh_from_db()
    assert mine.closed is not None
    assert mine.worker == slips_away


def test_a_supervisor_decides_on_every_case_but_speaks_for_nobody(
    client_of: ClientOf, supervisor: User, mine: Case
) -> None:
    client = client_of(supervisor)
    assert "wanda has this case." in refusal(do(client, mine, "write", **WORDS))
    assert "wanda has this case." in refusal(do(client, mine, "end"))
    do(client, mine, "notes", text="please ask for the school")
    do(client, mine, "record", category="grooming")
    do(client, mine, "hand-on", colleague=supervisor.pk)
    mine.refresh_from_db()
    assert (mine.worker, mine.category, mine.live) == (supervisor, "grooming", Live.TALKING)
    assert mine.notes.get().author == supervisor
    assert 'id="write"' in text_of(client, mine)


@pytest.mark.parametrize("step", ["", *STEPS])
@pytest.mark.parametrize("what", ["reduced", "missing"])
def test_reduced_and_missing_cases_are_not_found(
    client_of: ClientOf, supervisor: User, case: Case, step: str, what: str
) -> None:
    if what == "missing":
        case.delete()
        case.pk = 1
    now = timezone.now()
    about: dict[str, Any] = {
        "reduced": {"reduced": now, "closed": now},
    }
    Case.objects.update(**about.get(what, {"risk": 0}))
    client = client_of(supervisor)
    way = client.post if step in STEPS else client.get
    assert way(f"/cases/{case.pk}/{step}").status_code == 404


# Taking


def test_taking_gives_the_case_and_the_chat(page: Client, case: Case, worker: User) -> None:
    assert do(page, case, "take").status_code == 302
    case.refresh_from_db()
    assert (case.worker, case.live) == (worker, Live.TALKING)
    assert case.taken is not None
    assert Bot().state()["live"] == "talking"
    assert "you" in text_of(page, case)


def test_the_wait_is_counted_once(page: Client, case: Case) -> None:
    Case.objects.update(created=timezone.now() - timedelta(seconds=90))
    do(page, case, "take")
    do(page, case, "take")
    counted = Count.objects.get(kind="taken")
    assert counted.number == 1
    assert 90 <= counted.seconds <= 95
    assert (counted.topic, counted.age_band, counted.country) == (
        "disclose_sextortion",
        "11-13",
        "PT",
    )


def test_the_case_of_a_colleague_who_is_gone_can_be_taken_and_counts_no_second_time(
    client_of: ClientOf, mine: Case, worker: User
) -> None:
    worker.delete()
    do(client_of(others()), mine, "take")
    taken = mine.taken
    mine.refresh_from_db()
    assert mine.worker == User.objects.get(username="walter")
    assert mine.taken == taken
    assert Count.objects.get(kind="taken").number == 1


def test_the_second_sees_who_has_it(client_of: ClientOf, mine: Case, worker: User) -> None:
    assert "wanda has this case." in refusal(do(client_of(others()), mine, "take"))
    mine.refresh_from_db()
    assert mine.worker == worker


@pytest.mark.django_db(transaction=True)
def test_of_many_who_take_it_at_once_one_gets_it(client_of: ClientOf) -> None:
    case = handed_over()
    workers = [account(f"worker{number}", "worker") for number in range(6)]
    clients = [client_of(user) for user in workers]
    answers = race(*[lambda client=client: do(client, case, "take") for client in clients])
    assert sorted(answer.status_code for answer in answers) == [302, 409, 409, 409, 409, 409]
    case.refresh_from_db()
    winner = next(place for place, answer in enumerate(answers) if answer.status_code == 302)
    assert case.worker == workers[winner]
    for answer in answers:
        if answer.status_code == 409:
            assert f"worker{winner} has this case." in answer.content.decode()
    assert Count.objects.get(kind="taken").number == 1


@pytest.mark.django_db(transaction=True)
def test_taking_and_leaving_at_once_end_in_one_state(client_of: ClientOf, worker: User) -> None:
    case = handed_over()
    client = client_of(worker)
    race(lambda: do(client, case, "take"), lambda: Bot().post(f"hand-overs/{KEY}/end", {}))
    case.refresh_from_db()
    assert (case.worker, case.live, case.ended) == (worker, Live.OVER, Ended.BY_CHILD)


def test_a_case_whose_time_is_over_can_be_taken_for_its_record(
    page: Client, case: Case, worker: User
) -> None:
    late = timezone.now() - timedelta(minutes=policy().minutes_until_nobody)
    Case.objects.update(created=late)
    do(page, case, "take")
    case.refresh_from_db()
    assert (case.worker, case.live, case.ended) == (worker, Live.OVER, Ended.NOBODY)
    assert 'id="write"' not in text_of(page, case)
    # Nobody took it in time, and who writes its record hours later took no child's chat.
    assert list(Count.objects.values_list("kind", "number", "seconds")) == [("nobody", 1, 0)]


# The chat


def test_the_worker_writes_and_the_child_reads(page: Client, mine: Case) -> None:
    assert do(page, mine, "write", **WORDS).status_code == 302
    assert [said["text"] for said in Bot().state()["messages"]] == [WORDS["text"]]
    assert WORDS["text"] in text_of(page, mine)


def test_the_browser_gets_the_message_as_the_page_shows_it(page: Client, mine: Case) -> None:
    answer = page.post(f"/cases/{mine.pk}/write", WORDS, headers={"Accept": "application/json"})
    said = mine.messages.get(before=False)
    assert json.loads(answer.content)["id"] == said.pk
    assert f'<li id="said-{said.pk}"' in json.loads(answer.content)["html"]


def test_a_second_try_is_the_same_message(page: Client, mine: Case) -> None:
    tries = [
        page.post(f"/cases/{mine.pk}/write", WORDS, headers={"Accept": "application/json"})
        for _ in range(2)
    ]
    assert len({answer.content for answer in tries}) == 1
    assert mine.messages.filter(before=False).count() == 1


@pytest.mark.parametrize(
    "change", [{"text": ""}, {"text": "  "}, {"text": "x" * 4001}, {"key": "short"}, {"key": ""}]
)
def test_a_bad_message_is_not_sent(page: Client, mine: Case, change: dict[str, str]) -> None:
    assert do(page, mine, "write", **{**WORDS, **change}).status_code == 400
    answer = page.post(
        f"/cases/{mine.pk}/write", {**WORDS, **change}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 400
    assert json.loads(answer.content)["error"]
    assert not mine.messages.filter(before=False).exists()


def test_the_end_is_told_to_the_child_after_the_last_words(page: Client, mine: Case) -> None:
    do(page, mine, "write", **WORDS)
    assert do(page, mine, "end").status_code == 302
    state = Bot().state()
    assert (state["live"], state["ended"]) == ("over", "worker")
    assert [said["text"] for said in state["messages"]] == [WORDS["text"]]
    answer = page.post(
        f"/cases/{mine.pk}/write",
        {"key": "another-key-of-mine", "text": "one more"},
        headers={"Accept": "application/json"},
    )
    assert json.loads(refusal(answer))["error"] == "The chat with the child is over."
    text = text_of(page, mine)
    assert "Over: ended by the worker" in text
    assert 'id="write"' not in text


def test_the_worker_does_not_end_what_the_child_has_ended(page: Client, mine: Case) -> None:
    Bot().post(f"hand-overs/{KEY}/end", {})
    do(page, mine, "end")
    mine.refresh_from_db()
    assert mine.ended == Ended.BY_CHILD


def test_who_was_silent_too_long_writes_to_nobody(page: Client, mine: Case) -> None:
    Case.objects.update(taken=timezone.now() - timedelta(minutes=policy().minutes_of_silence))
    assert "The chat with the child is over." in refusal(do(page, mine, "write", **WORDS))
    assert "Over: the worker was silent too long" in text_of(page, mine)


def test_writing_more_does_not_put_off_the_silence_of_the_worker(page: Client, mine: Case) -> None:
    do(page, mine, "write", **WORDS)
    Bot().says("are you there", "key-number-one-of-two")
    first = timezone.now() - timedelta(minutes=policy().minutes_of_silence - 1)
    Case.objects.update(worker_wrote=first - timedelta(minutes=1), child_wrote=first)
    Bot().says("hello??", "key-number-two-of-two")
    mine.refresh_from_db()
    assert mine.child_wrote == first


def test_of_words_that_are_not_passed_on_only_the_risk_shows(page: Client) -> None:
    case = handed_over(transcript=None)
    Bot().says("", risk="emergency")
    text = text_of(page, case)
    assert re.search(
        r'class="said child urgent">.*?risk-emergency.*?passes on no words', text, re.DOTALL
    )


def test_an_emergency_word_is_marked(page: Client, mine: Case) -> None:
    Bot().says("i took all the pills", risk="emergency")
    text = text_of(page, mine)
    assert re.search(r'class="said child urgent">.*?risk-emergency.*?i took all', text, re.DOTALL)
    mine.refresh_from_db()
    assert mine.risk == Risk.EMERGENCY


def test_it_is_said_when_the_child_was_last_there(page: Client, mine: Case) -> None:
    assert "The child is in the chat." in text_of(page, mine)
    Case.objects.update(child_seen=timezone.now() - timedelta(minutes=3, seconds=5))
    assert "The child was last there 3\xa0minutes ago." in text_of(page, mine)


# Record, notes, hand on, close


def test_the_record_offers_categories_in_groups(page: Client, mine: Case) -> None:
    text = text_of(page, mine)
    for group in groups():
        assert f'<optgroup label="{group.name}">' in text
        assert all(f'value="{key}"' in text for key, _ in group.categories)
    assert all(f'value="{key}"' in text for key, _ in (*ACTIONS, *OUTCOMES))


def test_the_record_is_kept(page: Client, mine: Case) -> None:
    record = {"category": "deepfake", "action": "informed", "outcome": ""}
    assert do(page, mine, "record", **record).status_code == 302
    mine.refresh_from_db()
    assert {name: getattr(mine, name) for name in record} == record
    assert mine.closed is None
    assert re.search(r'value="deepfake" selected', text_of(page, mine))


@pytest.mark.parametrize("name", ["category", "action", "outcome"])
@pytest.mark.parametrize("value", ["no_such", SCRIPT, "x" * 5000])
def test_only_what_is_offered_is_kept(page: Client, mine: Case, name: str, value: str) -> None:
    answer = do(page, mine, "record", **{name: value})
    assert answer.status_code == 400
    assert SCRIPT not in answer.content.decode()
    mine.refresh_from_db()
    assert getattr(mine, name) == ""


def test_a_note_is_kept_with_its_author(page: Client, mine: Case, worker: User) -> None:
    assert do(page, mine, "notes", text="  asked for\nthe school ").status_code == 302
    note = mine.notes.get()
    assert (note.text, note.author) == ("asked for\nthe school", worker)
    assert "asked for<br>the school" in text_of(page, mine)


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
def test_an_empty_or_endless_note_is_refused(page: Client, mine: Case, text: str) -> None:
    assert do(page, mine, "notes", text=text).status_code == 400
    assert not mine.notes.exists()


def test_a_colleague_gets_the_case_and_the_chat(
    client_of: ClientOf, page: Client, mine: Case
) -> None:
    walter = others()
    assert do(page, mine, "hand-on", colleague=walter.pk).status_code == 302
    text_of(page, mine, 403)
    client = client_of(walter)
    assert do(client, mine, "write", **WORDS).status_code == 302
    assert Bot().state()["live"] == "talking"
    assert Count.objects.get(kind="taken").number == 1


def test_only_a_colleague_who_works_with_cases_can_get_it(
    page: Client, mine: Case, worker: User, administrator: User
) -> None:
    away = others()
    away.is_active = False
    away.save()
    nobody = User.objects.create_user("norole")
    for colleague in (worker, administrator, away, nobody):
        assert do(page, mine, "hand-on", colleague=colleague.pk).status_code == 400
    assert do(page, mine, "hand-on", colleague=SCRIPT).status_code == 400
    mine.refresh_from_db()
    assert mine.worker == worker


def test_a_supervisor_hands_on_no_case_that_nobody_has_taken(
    client_of: ClientOf, supervisor: User, case: Case
) -> None:
    answer = do(client_of(supervisor), case, "hand-on", colleague=others().pk)
    assert "Nobody has this case yet." in refusal(answer)


def finished(case: Case, worker: User) -> dict[str, str]:
    work.worker_ends(case, worker, timezone.now())
    return {"category": "grooming", "action": "listened", "outcome": "helped", "close": "yes"}


def test_closing_deletes_what_was_said_at_once(page: Client, mine: Case, worker: User) -> None:
    Bot().says("thank you")
    record = finished(mine, worker)
    assert do(page, mine, "record", **record).status_code == 302
    mine.refresh_from_db()
    assert mine.closed is not None
    assert not mine.messages.exists()
    text = text_of(page, mine)
    assert "What was said is deleted." in text
    assert "thank you" not in text
    assert 'action="/cases/' not in text
    assert mine.pk not in [case.pk for case in Case.objects.filter(closed=None)]
    state = Bot().state()
    assert (state["live"], state["ended"], state["messages"]) == ("over", "worker", [])


def test_what_is_chosen_is_counted_when_the_case_is_closed(
    page: Client, mine: Case, worker: User
) -> None:
    record = finished(mine, worker)
    do(page, mine, "record", **record)
    refusal(do(page, mine, "record", **record))
    closed = Count.objects.get(kind="closed")
    assert closed.number == 1
    chosen = (closed.category, closed.action, closed.outcome)
    assert chosen == (record["category"], record["action"], record["outcome"])
    assert (closed.topic, closed.risk, closed.country) == ("disclose_sextortion", "high", "PT")


@pytest.mark.parametrize("lacks", ["category", "outcome"])
def test_closing_needs_category_and_outcome(
    page: Client, mine: Case, worker: User, lacks: str
) -> None:
    record = {**finished(mine, worker), lacks: ""}
    assert "category and an outcome" in refusal(do(page, mine, "record", **record))
    mine.refresh_from_db()
    assert (mine.closed, mine.category, mine.outcome) == (None, "", "")
    assert mine.messages.exists()


def test_nobody_closes_a_case_while_the_child_is_in_the_chat(page: Client, mine: Case) -> None:
    record = {"category": "grooming", "outcome": "helped", "close": "yes"}
    assert "End the chat first." in refusal(do(page, mine, "record", **record))
    mine.refresh_from_db()
    assert (mine.closed, mine.category, mine.outcome) == (None, "", "")


@pytest.mark.parametrize("step", ["write", "notes", "record", "hand-on"])
def test_a_closed_case_stays_as_it_is(page: Client, mine: Case, worker: User, step: str) -> None:
    do(page, mine, "record", **finished(mine, worker))
    data = {**WORDS, "category": "deepfake", "colleague": others().pk}
    refusal(do(page, mine, step, **data))
    mine.refresh_from_db()
    assert (mine.worker, mine.category) == (worker, "grooming")
    assert not mine.messages.exists()
    assert not mine.notes.exists()


def test_a_closed_case_is_taken_by_nobody(client_of: ClientOf, mine: Case, worker: User) -> None:
    do(client_of(worker), mine, "record", **finished(mine, worker))
    Case.objects.update(worker=None)
    walter = client_of(others())
    text_of(walter, mine, 403)
    assert "The case is closed." in refusal(do(walter, mine, "take"))


# The audit trail


def trail(case: Case) -> list[tuple[int, str | None]]:
    entries = LogEntry.objects.get_for_object(case).order_by("timestamp", "pk")
    return [
        (entry.action, entry.actor.get_username() if entry.actor else None) for entry in entries
    ]


def test_who_saw_a_case_is_in_the_trail(page: Client, case: Case) -> None:
    text_of(page, case)
    assert trail(case) == [(LogEntry.Action.CREATE, None), (LogEntry.Action.ACCESS, "wanda")]


def test_who_is_refused_has_not_seen_it(client_of: ClientOf, mine: Case) -> None:
    before = trail(mine)
    text_of(client_of(others()), mine, 403)
    assert trail(mine) == before


def test_every_step_is_in_the_trail_and_no_word_of_it(
    page: Client, case: Case, worker: User
) -> None:
    do(page, case, "take")
    do(page, case, "write", **WORDS)
    do(page, case, "notes", text="talked of the neighbour")
    do(page, case, "record", **finished(case, worker))
    changed = [
        set(entry.changes)
        for entry in LogEntry.objects.get_for_object(case).order_by("timestamp", "pk")
        if entry.action == LogEntry.Action.UPDATE and entry.actor == worker
    ]
    assert changed == [{"worker", "taken", "live"}, {"category", "action", "outcome"}, {"closed"}]
    noted = LogEntry.objects.get(content_type__model="note")
    assert (noted.action, noted.actor) == (LogEntry.Action.CREATE, worker)
    everything = json.dumps(list(LogEntry.objects.values("changes", "object_repr")))
    for word in ("here now", "neighbour", "money", hand_over()["key"]):
        assert word not in everything
