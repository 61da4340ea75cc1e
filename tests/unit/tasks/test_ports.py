from __future__ import annotations

from itertools import islice

from beacon.tasks.ports import WITHOUT_MODEL, answers, free_ports, is_free, status
from tests.unit.tasks.conftest import Serve


def test_free_ports_are_free_and_none_comes_twice(taken: int) -> None:
    ports = list(islice(free_ports(), 50))
    assert len(set(ports)) == 50
    assert taken not in ports
    assert not is_free(taken)


def test_a_server_that_is_well_answers(serve: Serve) -> None:
    assert answers(serve(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))


def test_a_server_that_is_not_well_is_there_but_does_not_answer(serve: Serve) -> None:
    refusal = b"HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n"
    assert status(serve(refusal)) == WITHOUT_MODEL
    assert not answers(serve(refusal))


def test_a_server_of_another_protocol_does_not_answer(serve: Serve) -> None:
    assert not answers(serve(b"220 mail.example ESMTP\r\n"))


def test_where_nothing_listens_nothing_answers() -> None:
    nobody = f"http://127.0.0.1:{next(free_ports())}"
    assert status(nobody) is None
    assert not answers(nobody)
