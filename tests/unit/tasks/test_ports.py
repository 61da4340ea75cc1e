from __future__ import annotations

from itertools import islice

from beacon.tasks.ports import free_ports, is_free


def test_free_ports_are_free_and_none_comes_twice(taken: int) -> None:
    ports = list(islice(free_ports(), 50))
    assert len(set(ports)) == 50
    assert taken not in ports
    assert not is_free(taken)
