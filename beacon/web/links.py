"""Addresses for links, from the register's structured fields only; None where there is no link."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from beacon.register import phones

_ADDRESS = re.compile(r"https://[A-Za-z0-9.-]+(:[0-9]+)?([/?#][^\s\"'<>\\]*)?")
_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def tel(number: str) -> str | None:
    """The link that dials a plain number such as (+352) 47 58 21-627."""
    return f"tel:{_dialled(number)}" if phones.is_plain(number) else None


def sms(number: str) -> str | None:
    """The link that writes a text message; none for a messenger's name with a number."""
    return f"sms:{_dialled(number)}" if phones.is_plain(number) else None


def web(address: str) -> str | None:
    """The address itself, if it is one with https."""
    return address if _ADDRESS.fullmatch(address) else None


def mail(address: str) -> str | None:
    """The link that writes an e-mail."""
    return f"mailto:{address}" if _MAIL.fullmatch(address) else None


def host(address: str) -> str:
    """The site of an address as people know it: without www."""
    return (urlsplit(address).hostname or address).removeprefix("www.")


def _dialled(number: str) -> str:
    plus = "+" if "+" in number else ""
    return plus + re.sub(r"[^0-9]", "", number)
