"""Finds the services for a need in a country."""

from __future__ import annotations

from collections.abc import Iterable

from beacon.register.model import Audience, Country, Emergency, Found, Need, Register, Service

_KINDS = {
    Need.TALK: ("helpline",),
    Need.REPORT: ("hotline", "police"),
    Need.REMOVE: ("image_removal",),
    Need.EMERGENCY: ("helpline",),
    Need.SUPPORT: ("victim_support",),
}
_TO_BE_HEARD = (Need.TALK, Need.EMERGENCY, Need.SUPPORT)


def find(
    register: Register, country: str | None, need: Need, audience: Audience, most: int = 3
) -> Found:
    """At most `most` services for the need, the fittest first, and the emergency number.

    `country` is an ISO 3166-1 alpha-2 code; for None services and emergency number are those across
    borders. For a country that the register lacks there are the services across borders and no
    emergency number: ours may be another one there. These services also stand in where the country
    has none for the need. Helplines follow where no victim support answers directly and is
    for everybody. Need.EMERGENCY gives services to talk to.
    """
    code = country.upper() if country else None
    home = register.countries.get(code) if code else None
    national = _serving(home.services, code, need, audience) if home else []
    abroad = [
        service
        for service in _serving(register.international.services, code, need, audience)
        if not _is_withdrawn_in(home, service)
    ]
    offered = _with_those_beside(national, abroad) if national else abroad
    ranked = sorted(offered, key=lambda service: _rank(service, need, audience))
    return Found(
        country=code,
        need=need,
        services=tuple(ranked[:most]),
        emergency=_emergency(register, code, home),
        across_borders=bool(offered) and not national,
    )


def _emergency(register: Register, code: str | None, home: Country | None) -> Emergency | None:
    if home:
        return home.emergency
    return None if code else register.default_emergency


def _serving(
    services: Iterable[Service], code: str | None, need: Need, audience: Audience
) -> list[Service]:
    fitting = [
        service.as_seen(code, audience)
        for service in services
        if service.works_in(code) and service.may_be_offered_to(audience)
    ]
    reachable = [service for service in fitting if service.has_contact()]
    serving = [service for service in reachable if service.is_any_of(_KINDS[need])]
    if need is Need.SUPPORT and not any(map(_listens_to_all, serving)):
        serving += [service for service in reachable if service.is_any_of(_KINDS[Need.TALK])]
    return serving


def _listens_to_all(service: Service) -> bool:
    return service.answers_directly and not service.only_for


def _with_those_beside(national: list[Service], abroad: list[Service]) -> list[Service]:
    """The national services and those across borders that every country offers beside them."""
    pages = {_page(service) for service in national}
    return national + [
        service for service in abroad if service.beside_national and _page(service) not in pages
    ]


def _page(service: Service) -> str | None:
    address = service.report_url or service.website
    return address.rstrip("/") if address else None


def _is_withdrawn_in(home: Country | None, service: Service) -> bool:
    return home is not None and any(
        entry.covers(number, home.code) for number in service.dial for entry in home.do_not_show
    )


def _rank(service: Service, need: Need, audience: Audience) -> tuple[bool | int, ...]:
    """Lower comes first: what is there for that need before what helps with it besides.

    Who wants to be heard gets a phone or chat before a page to read.
    """
    return (
        service.only_for is not None,
        service.kind not in _KINDS[need],
        need in _TO_BE_HEARD and not service.answers_directly,
        not service.verified,
        not service.preferred,
        service.role is not None,
        service.beside_national,
        _distance(service, audience),
        -_ease(service),
    )


def _distance(service: Service, audience: Audience) -> int:
    if audience in service.audience:
        return 0
    return 1 if service.for_anyone else 2


def _ease(service: Service) -> int:
    return sum((service.free is True, service.anonymous is True, service.round_the_clock))
