"""Made-up cases: their files, and a whole attempt at one."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from auditlog.models import LogEntry
from django.conf import settings
from django.contrib.auth.models import User
from django.core.checks import run_checks
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from cases.models import Case
from config.fields import DataFileError
from counts.groups import RISKS
from counts.models import Count
from practice import attempts, script_files
from practice.models import KEPT, LONGEST_TEXT, Answer, Attempt, attempts_of
from practice.script_files import FOLDER, ROUNDS, Script, library
from staff.roles import WORKER
from tests.conftest import ClientOf, account

QUEUE = "/practice/"
NAME = "sextortion-of-a-boy"
RECORD = {"category": "online_extortion", "action": "referred", "outcome": "will_act"}


@pytest.fixture
def client(worker: User, client_of: ClientOf) -> Client:
    return client_of(worker)


@pytest.fixture
def script() -> Script:
    return library().scripts[NAME]


def take(client: Client, name: str = NAME) -> str:
    """Takes a case; gives the address of the attempt."""
    answer = client.post(f"/practice/take/{name}/")
    assert answer.status_code == 302
    return answer.headers["Location"]


def say(client: Client, address: str, number: object, text: str = "I'm here.") -> Any:
    return client.post(f"{address}say/", {"number": number, "text": text})


def finished(client: Client) -> str:
    """An attempt that has come to its comparison."""
    address = take(client)
    say(client, address, 1)
    client.post(f"{address}record/", RECORD)
    return address


# The files


def test_the_scripts_that_come_with_it_can_be_used() -> None:
    assert library().problems == ()
    assert set(library().scripts) == {file.stem for file in FOLDER.glob("*.yml")}
    assert len(library().scripts) >= 8
    assert [one for one in run_checks() if one.id == "practice.W001"] == []


def test_the_scripts_are_of_many_kinds() -> None:
    found = list(library().scripts.values())
    categories = {script.model.category for script in found}
    assert categories >= {
        "online_extortion",
        "unwanted_sharing",
        "pressure",
        "grooming",
        "deepfake",
        "bystander",
        "suicidal_thoughts",
        "test_or_silent",
    }
    assert {script.age_band for script in found} == {"8-10", "11-13", "14-17", "adult", ""}
    assert [script.risk for script in found] == sorted(
        (script.risk for script in found), key=RISKS.index, reverse=True
    )
    assert found[0].risk == "emergency"


def test_no_message_has_less_risk_than_its_intent() -> None:
    contract = settings.TRIAGE.parent / "beacon" / "understanding" / "intents.yml"
    intents = yaml.safe_load(contract.read_text(encoding="utf-8"))["intents"]
    too_low = [
        (script.name, step.intent)
        for script in library().scripts.values()
        for step in script.happened
        if RISKS.index(step.risk) < RISKS.index(intents[step.intent]["risk"])
    ]
    assert too_low == []


def test_every_source_is_one_that_the_factsheet_or_the_answers_know() -> None:
    """Numbers of recommendations as the bot's answers cite them."""
    answers = "".join(
        file.read_text(encoding="utf-8")
        for file in (settings.TRIAGE.parent / "answers" / "en").glob("*.yml")
    )
    cited = {
        source
        for script in library().scripts.values()
        for reason in script.reasons
        for source in reason.sources
        if source.startswith("factsheet:") and source != "factsheet:XI-1"
    }
    assert cited
    assert {source for source in cited if source not in answers} == set()


def test_no_script_asks_for_a_picture_blames_or_promises() -> None:
    never = re.compile(
        r"why did you send|send (?:me|it to me) (?:the|a|your) pic|i promise|for ever|our secret",
        re.IGNORECASE,
    )
    said = [
        (script.name, message)
        for script in library().scripts.values()
        for message in script.model.messages
        if never.search(message)
    ]
    assert said == []


CHANGES: list[tuple[str, str, str]] = [
    ("age_band: 14-17", "age_band: 15", "age_band: '15' is none of 8-10"),
    ("country: IE", "country: ireland", "country: 'ireland' is not two capital letters"),
    ("country: IE", "country: NO", ""),
    ("language: en", "language: English", "language: 'English' is not two small letters"),
    ("risk: high\nasked", "risk: concern\nasked", "risk: this must be the highest risk"),
    ("risk: high\nasked", "risk: urgent\nasked", "risk: 'urgent' is none of none"),
    ("asked_for: offer", "asked_for: phone", "asked_for: 'phone' is none of"),
    ("intent: disclose_sextortion,", "intent: disclose_blackmail,", "intent: .* is none of"),
    ("answered: [disclose_sextortion", "answered: [sextortion", "answered 1: 'sextortion'"),
    ("answered: [", "answers: [", "answers: there is no such key here"),
    ('  - {from: child, text: "a girl', '  - {from: worker, text: "a girl', "from: 'worker'"),
    ("  category: online_extortion", "  category: sextortion", "category: 'sextortion' is none"),
    ("  action: trusted_adult", "  action: hugged", "action: 'hugged' is none"),
    ("  outcome: will_act", "  outcome: good", "outcome: 'good' is none"),
    ("  outcome: will_act\n", "", "model: outcome is missing"),
    ("review: draft\n", "", "the file: review is missing"),
    ("review: draft\n", "review: draft\nreview: draft\n", "review: this key stands twice"),
    ("content_note: ", 'content_note: "" #', "content_note: this must be a text"),
    ('"factsheet:II-11"', '"factsheet"', "sources 1: 'factsheet' is not factsheet:<number"),
    ('  - "ok hi. she', '#  - "ok hi. she', "replies: this must hold 3, not 2"),
    ("title: ", "title: [", "did not find expected"),
]


@pytest.mark.parametrize(("old", "new", "problem"), CHANGES)
def test_a_mistake_in_a_script_is_named_with_its_line(
    old: str, new: str, problem: str, tmp_path: Path
) -> None:
    text = (FOLDER / f"{NAME}.yml").read_text(encoding="utf-8")
    assert text.count(old) == 1
    file = tmp_path / "changed.yml"
    file.write_text(text.replace(old, new), encoding="utf-8")
    if not problem:
        assert script_files.read(file).country == "NO"
        return
    with pytest.raises(DataFileError, match=problem) as caught:
        script_files.read(file)
    place, line = re.match(r"(.+):(\d+): ", str(caught.value)).groups()  # type: ignore[union-attr]
    assert place == str(file)
    assert 1 <= int(line) <= text.count("\n") + 2


def test_the_line_is_that_of_the_mistake(tmp_path: Path) -> None:
    text = (
        (FOLDER / f"{NAME}.yml")
        .read_text(encoding="utf-8")
        .replace("  action: trusted_adult", "  action: hugged")
    )
    (tmp_path / "changed.yml").write_text(text, encoding="utf-8")
    [problem] = script_files.load(tmp_path).problems
    line = 1 + text.split("\n").index("  action: hugged")
    assert problem.startswith(f"{tmp_path / 'changed.yml'}:{line}: action: ")


@pytest.mark.parametrize("content", [b"", b"- a list\n", b"just words\n", b"\xff\xfe\x00"])
def test_a_broken_file_leaves_the_others_in_use(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "good.yml").write_bytes((FOLDER / f"{NAME}.yml").read_bytes())
    (tmp_path / "broken.yml").write_bytes(content)
    found = script_files.load(tmp_path)
    assert list(found.scripts) == ["good"]
    assert len(found.problems) == 1
    assert found.problems[0].startswith(f"{tmp_path / 'broken.yml'}:1: ")


def test_a_character_out_of_a_word_processor_leaves_the_other_scripts_in_use(
    tmp_path: Path,
) -> None:
    good = (script_files.FOLDER / f"{NAME}.yml").read_text(encoding="utf-8")
    (tmp_path / "good.yml").write_text(good, encoding="utf-8")
    pasted = good.replace("about: ", "about: \x0b", 1)
    (tmp_path / "pasted.yml").write_text(pasted, encoding="utf-8")
    found = script_files.load(tmp_path)
    assert list(found.scripts) == ["good"]
    line = pasted[: pasted.index("\x0b")].count("\n") + 1
    assert found.problems[0].startswith(f"{tmp_path / 'pasted.yml'}:{line}: there is a character")


# Who may


@pytest.mark.parametrize("way", ["", "attempts/1/", "attempts/1/compare/"])
def test_administrators_and_strangers_practise_nothing(
    way: str, administrator: User, client_of: ClientOf
) -> None:
    assert client_of(administrator).get(QUEUE + way).status_code == 403
    assert Client().get(QUEUE + way).status_code == 302


@pytest.mark.parametrize(
    "way",
    [f"take/{NAME}/", "attempts/1/say/", "attempts/1/record/", "attempts/1/delete/"],
)
def test_only_workers_change_anything_and_only_with_post(
    way: str, administrator: User, worker: User, client_of: ClientOf
) -> None:
    assert client_of(administrator).post(QUEUE + way).status_code == 403
    assert Client().post(QUEUE + way).status_code == 302
    assert client_of(worker).get(QUEUE + way).status_code == 405
    assert not Attempt.objects.exists()


def test_every_form_needs_its_csrf_token(worker: User, client_of: ClientOf) -> None:
    address = take(client_of(worker))
    strict = client_of(worker, enforce_csrf_checks=True)
    for way in (
        f"/practice/take/{NAME}/",
        *(address + one for one in ("say/", "record/", "delete/")),
    ):
        assert strict.post(way, {"number": 1, "text": "Hello", **RECORD}).status_code == 403
    assert Attempt.objects.get().finished is None
    assert not Answer.objects.exists()


def test_supervisors_practise_too(supervisor: User, client_of: ClientOf) -> None:
    assert client_of(supervisor).get(take(client_of(supervisor))).status_code == 200


def test_an_attempt_is_nobody_elses(client: Client, supervisor: User, client_of: ClientOf) -> None:
    address = finished(client)
    others = (client_of(supervisor), client_of(account("walter", WORKER)))
    for other in others:
        for way in ("", "compare/"):
            assert other.get(address + way).status_code == 404
        for way in ("say/", "record/", "delete/"):
            data = {"number": 2, "text": "Hello", **RECORD}
            assert other.post(address + way, data).status_code == 404
        assert "Compare again" not in other.get(QUEUE).text
    assert Answer.objects.count() == 1


# An attempt


def test_the_queue_shows_every_case_as_the_real_one_would(client: Client) -> None:
    page = client.get(QUEUE).text
    for script in library().scripts.values():
        assert f"/practice/take/{script.name}/" in page
    assert page.index("Emergency") < page.index("High risk") < page.index("Concern")
    assert "not told" in page


def test_whoever_takes_a_case_sees_what_the_bot_would_pass_on(
    client: Client, script: Script
) -> None:
    page = client.get(take(client)).text
    for line in script.transcript:
        assert line.text.split("'")[0][:40] in page
    assert "Threats with an image" in page
    assert '<dd><span data-country="IE">IE</span></dd>' in page
    assert "<dd>14-17</dd>" in page
    assert script.replies[0] not in page
    assert script.model.messages[0][:30] not in page


def test_the_child_answers_each_message_in_turn(client: Client, script: Script) -> None:
    address = take(client)
    for number in range(1, ROUNDS + 1):
        answer = say(client, address, number, f"My message {number}")
        assert answer.headers["Location"] == f"{address}#newest"
        page = client.get(address).text
        shown = [reply.split("'")[0][:30] in page for reply in script.replies]
        assert shown == [place < number for place in range(ROUNDS)]
        assert f"My message {number}" in page
    assert "Send (practice)" not in page
    assert "The child has given all its answers" in page


def test_a_message_that_is_sent_twice_is_one_message(client: Client) -> None:
    address = take(client)
    for _ in range(2):
        say(client, address, 1, "Once")
    # Neither out of turn, nor after the last answer.
    for number in (3, 2, 3, 3):
        say(client, address, number, "More")
    assert list(Answer.objects.values_list("number", "text")) == [
        (1, "Once"),
        (2, "More"),
        (3, "More"),
    ]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("1", ""),
        ("1", "  "),
        ("1", "x" * (LONGEST_TEXT + 1)),
        ("x", "Hello"),
        ("4", "Hello"),
        ("", "Hello"),
    ],
)
def test_a_message_that_cannot_be_kept_is_refused(number: str, text: str, client: Client) -> None:
    address = take(client)
    answer = say(client, address, number, text)
    assert answer.status_code == 400
    assert "errorlist" in answer.content.decode()
    assert not Answer.objects.exists()


def test_words_are_escaped_wherever_they_show(client: Client) -> None:
    address = take(client)
    say(client, address, 1, "<script>alert(1)</script>")
    page = client.get(address).text
    client.post(f"{address}record/", RECORD)
    for text in (page, client.get(f"{address}compare/").text):
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_in_the_end_both_ways_stand_side_by_side(client: Client, script: Script) -> None:
    address = take(client)
    say(client, address, 1, "What I would say")
    answer = client.post(f"{address}record/", RECORD)
    assert answer.headers["Location"] == f"{address}compare/"
    page = client.get(f"{address}compare/").text
    text = page.replace("&#x27;", "'").replace("&quot;", '"')
    assert "What I would say" in text
    assert text.count("Nothing: you had ended the case.") == ROUNDS - 1
    for part in (*script.model.messages, *script.replies, *script.avoid):
        assert part in text
    for reason in script.reasons:
        assert reason.because in text
        assert all(source in text for source in reason.sources)
    rows = re.findall(r"<td[^>]*>([^<]*)</td>", page)
    assert rows == [
        "Online sexual extortion (threats with an image)",
        "Online sexual extortion (threats with an image)",
        "the same",
        "Named another service",
        "Found an adult whom the child trusts",
        "different",
        "The child knows what to do next",
        "The child knows what to do next",
        "the same",
    ]
    assert "A draft: no professional has signed off" in text


def test_the_model_is_not_shown_before_the_end(client: Client) -> None:
    address = take(client)
    assert client.get(f"{address}compare/").headers["Location"] == address


@pytest.mark.parametrize("name", RECORD)
@pytest.mark.parametrize("value", ["", "made_up"])
def test_the_record_is_whole_and_from_the_lists(name: str, value: str, client: Client) -> None:
    address = take(client)
    say(client, address, 1)
    answer = client.post(f"{address}record/", {**RECORD, name: value})
    assert answer.status_code == 400
    assert Attempt.objects.get().finished is None


def test_who_wrote_nothing_has_nothing_to_compare(client: Client) -> None:
    address = take(client)
    answer = client.post(f"{address}record/", RECORD)
    assert answer.status_code == 400
    assert "Write to the child at least once" in answer.content.decode()
    assert Attempt.objects.get().finished is None


def test_what_is_finished_changes_no_more(client: Client) -> None:
    address = finished(client)
    say(client, address, 2, "Too late")
    client.post(f"{address}record/", {**RECORD, "action": "police"})
    client.post(f"{address}record/", {})
    assert client.get(address).headers["Location"] == f"{address}compare/"
    assert Attempt.objects.get().action == "referred"
    assert Answer.objects.count() == 1


def test_taking_again_goes_on_and_after_the_end_begins_anew(client: Client) -> None:
    address = take(client)
    assert take(client) == address
    assert "Go on (practice)" in client.get(QUEUE).text
    say(client, address, 1)
    client.post(f"{address}record/", RECORD)
    assert "Take once more (practice)" in client.get(QUEUE).text
    again = take(client)
    assert again != address
    assert "Go on (practice)" in client.get(QUEUE).text
    assert Attempt.objects.count() == 2


@pytest.mark.parametrize("name", ["no-such-case", "README"])
def test_a_case_that_is_not_there_cannot_be_taken(name: str, client: Client) -> None:
    assert client.post(f"/practice/take/{name}/").status_code == 404


def test_an_attempt_whose_script_is_gone_is_not_found(client: Client, worker: User) -> None:
    gone = Attempt.objects.create(owner=worker, script_name="gone")
    assert client.get(f"/practice/attempts/{gone.pk}/").status_code == 404
    assert client.get(QUEUE).status_code == 200
    assert client.post(f"/practice/attempts/{gone.pk}/delete/").status_code == 302
    assert not Attempt.objects.exists()


# Practice stays practice


def test_every_page_says_that_it_is_practice(client: Client) -> None:
    address = take(client)
    pages = [
        client.get(QUEUE).text,
        client.get(address).text,
        say(client, address, 1, "").content.decode(),
    ]
    say(client, address, 1)
    client.post(f"{address}record/", RECORD)
    pages.append(client.get(f"{address}compare/").text)
    for page in pages:
        title = re.search(r"<title>(.*?)</title>", page)
        assert title
        assert title[1].startswith("PRACTICE: ")
        assert '<div class="practice-frame">' in page
        assert page.count("<strong>PRACTICE</strong>") == 2
        buttons = re.findall(
            r"<button[^>]*>(.*?)</button>", page.split("practice-frame")[1], re.DOTALL
        )
        assert buttons
        assert [one for one in buttons if "practice" not in one and "this attempt" not in one] == []
        assert re.findall(r'\sstyle=|<style|<script(?! type="module" src="/)|\son\w+=', page) == []


def test_practice_makes_no_case_no_count_and_no_trail(client: Client) -> None:
    address = finished(client)
    client.get(f"{address}compare/")
    assert not Case.objects.exists()
    assert not Count.objects.exists()
    assert not LogEntry.objects.filter(content_type__app_label="practice").exists()
    assert "sextortion-of-a-boy" not in client.get("/queue/").text


def test_who_practises_can_delete_it(client: Client) -> None:
    address = finished(client)
    assert client.post(f"{address}delete/").headers["Location"] == QUEUE
    assert not Attempt.objects.exists()
    assert not Answer.objects.exists()


@pytest.fixture
def old(client: Client) -> Callable[[timedelta], str]:
    """Gives `old(age)`: an attempt of that age."""

    def aged(age: timedelta) -> str:
        address = take(client)
        say(client, address, 1, "Words that go")
        Attempt.objects.update(begun=timezone.now() - age)
        return address

    return aged


def test_after_a_day_an_attempt_is_not_shown(
    old: Callable[[timedelta], str], client: Client
) -> None:
    address = old(KEPT)
    assert client.get(address).status_code == 404
    assert "Go on (practice)" not in client.get(QUEUE).text


def test_after_a_day_an_attempt_is_deleted_by_the_command(
    old: Callable[[timedelta], str],
) -> None:
    old(KEPT - timedelta(minutes=1))
    said = StringIO()
    call_command("forget_practice", stdout=said)
    assert Attempt.objects.count() == 1
    old(KEPT + timedelta(minutes=1))
    call_command("forget_practice", stdout=said)
    assert said.getvalue().splitlines() == [
        "Attempts at practice cases deleted: 0",
        "Attempts at practice cases deleted: 1",
    ]
    assert not Answer.objects.exists()


def test_after_a_day_an_attempt_is_deleted_when_anybody_takes_a_case(
    old: Callable[[timedelta], str], supervisor: User, client_of: ClientOf
) -> None:
    address = old(KEPT)
    assert take(client_of(supervisor)) != address
    assert not Answer.objects.exists()
    assert Attempt.objects.get().owner == supervisor


def test_an_account_that_goes_takes_its_practice_along(client: Client, worker: User) -> None:
    finished(client)
    worker.delete()
    assert not Answer.objects.exists()


def test_of_two_attempts_the_open_one_counts_in_the_queue(worker: User, script: Script) -> None:
    now = timezone.now()
    first = attempts.begin(worker, script, now - timedelta(hours=2))
    attempts.say(first, 1, "One")
    attempts.finish(first, **RECORD, now=now - timedelta(hours=1))
    second = attempts.begin(worker, script, now)
    assert attempts.state_of(worker, now) == {NAME: second}
    assert list(attempts_of(worker, now)) == [second, first]
