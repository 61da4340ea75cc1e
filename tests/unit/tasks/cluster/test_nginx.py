from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from beacon import project
from beacon.tasks.cluster import nginx
from beacon.tasks.cluster.nginx import Settings, render, unavailable_page

BOTS = ("127.0.0.1:5101", "127.0.0.1:5102")


def rendered(**chosen: object) -> str:
    return render(Settings(bots=BOTS, folder=Path("/run/nginx"), **chosen))  # type: ignore[arg-type]


def test_every_bot_is_led_to() -> None:
    assert re.findall(r"server (127\S+) max_fails=1 .*;", rendered()) == list(BOTS)
    assert re.findall(r"server (127\S+) max_fails=0;", rendered()) == list(BOTS)


def test_one_that_is_out_is_marked() -> None:
    text = rendered(out=frozenset({BOTS[1]}))
    assert f"server {BOTS[1]} max_fails=1 fail_timeout=2s down;" in text
    assert f"server {BOTS[1]} max_fails=0 down;" in text
    assert f"server {BOTS[0]} max_fails=1 fail_timeout=2s;" in text


def test_without_a_certificate_there_is_no_tls() -> None:
    text = rendered(listen_plain=("80",))
    assert "ssl" not in text
    assert "Strict-Transport-Security" not in text
    assert "listen 80;" not in text


def test_with_a_certificate_there_is() -> None:
    text = rendered(certificate="/c.pem", certificate_key="/k.pem", listen=("443",))
    assert 'ssl_certificate "/c.pem";' in text
    assert re.search(r"listen 443 .*ssl;", text)
    assert "Strict-Transport-Security" in text


def test_a_name_has_a_closed_door_beside_it() -> None:
    text = rendered(server_names=("chat.example", "www.chat.example"))
    assert "server_name chat.example www.chat.example;" in text
    assert "return 444;" in text
    assert "return 444;" not in rendered()


def test_with_tls_the_door_beside_it_is_closed_on_the_plain_port_too() -> None:
    tls = {"certificate": "/c.pem", "certificate_key": "/k.pem", "listen_plain": ("80",)}
    text = rendered(server_names=("chat.example",), **tls)
    assert text.count("return 444;") == 2
    assert "listen 80 default_server;" in text
    assert "return 444;" not in rendered(**tls)


def test_it_gives_a_bot_up_while_the_page_still_waits() -> None:
    [seconds] = re.findall(r"proxy_read_timeout (\d+)s;", rendered())
    script = (project.ROOT / "web" / "static" / "conversation.js").read_text()
    [patience] = re.findall(r"PATIENCE_MS = (\d+);", script)
    assert int(seconds) + 1 < int(patience) / 1000


def test_no_access_is_logged() -> None:
    assert rendered().count("access_log") == 1
    assert "access_log off;" in rendered()


def test_the_command_prints_what_compose_needs(capsys: pytest.CaptureFixture[str]) -> None:
    command = "--bot a:1 b:2 --folder /f --listen 8443 --listen-plain 8000 --server-name x.example"
    command += " --certificate /c --certificate-key /k --challenges /challenges"
    assert nginx.main(shlex.split(command)) == 0
    printed = capsys.readouterr().out
    expected_lines = ("server a:1 ", "server b:2 ", 'pid "/f/nginx.pid"', "listen 8000;")
    for expected in (*expected_lines, 'root "/challenges";'):
        assert expected in printed


def test_a_certificate_without_its_key_is_an_error() -> None:
    with pytest.raises(SystemExit):
        nginx.main(["--certificate", "/c"])


def test_the_page_for_a_time_without_bots_has_numbers_of_the_register() -> None:
    page = unavailable_page()
    emergency = project.register().default_emergency
    for number in emergency.dial:
        assert f'<a href="tel:{number}">Call {number}</a>' in page
    for _, number in emergency.instead:
        assert number in page
    assert "Jeśli jesteś teraz w niebezpieczeństwie" in page


def test_no_number_is_typed_into_that_page() -> None:
    template = (nginx.FOLDER / nginx.PAGE).read_text()
    assert not re.search(r"\d", re.sub(r"utf-8|scale=1|</?h\d>", "", template))


def test_that_page_needs_nothing_from_a_bot() -> None:
    assert not re.search(r'(?:src|href)="/', unavailable_page())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2:a::1"),
        ("2001:db8:1:0:3:4:5:6", "2001:db8:1:0:a::1"),
        ("2001:db8:1::1:2", "2001:db8:1::7"),
        ("2001:db8::1:2", "2001:db8::7"),
    ],
)
def test_a_household_is_one_address_however_it_is_written(one: str, other: str) -> None:
    [pattern] = re.findall(r'"~(\S+)" \$network;', render(Settings(bots=BOTS, folder=Path("/f"))))
    network = re.compile(pattern.replace("?<", "?P<"))
    found = [network.match(address) for address in (one, other)]
    assert found[0]
    assert found[1]
    assert found[0]["network"] == found[1]["network"]
    assert not network.match("192.0.2.7")
    assert not network.match("::ffff:192.0.2.7")
