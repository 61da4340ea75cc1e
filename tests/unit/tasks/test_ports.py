from __future__ import annotations

from itertools import islice

from beacon.tasks.ports import answers, free_ports, is_free
from tests.unit.tasks.conftest import Serve


def test_free_ports_are_free_and_none_comes_twice(taken: int) -> None:
    ports = list(islice(free_ports(), 50))
    assert len(set(ports)) == 50
    assert taken not in ports
    assert not is_free(taken)


def test_a_server_that_is_well_answers(serve: Serve) -> None:
    assert answers(serve(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))


def test_a_server_of_another_protocol_does_not_answer(serve: Serve) -> None:
    assert not answers(serve(b"220 mail.example ESMTP\r\n"))


def test_where_nothing_listens_nothing_answers() -> None:
    assert not answers(f"http://127.0.0.1:{next(free_ports())}")
