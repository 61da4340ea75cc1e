"""A PostgreSQL for unit tests, as one server and as another one see it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from beacon.cluster.conversations import StoredConversations
from beacon.cluster.database import Database
from tests.engines.postgres import postgres


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """A PostgreSQL that every test of the session shares."""
    with postgres() as url:
        yield url


@pytest_asyncio.fixture
async def database(address: str) -> AsyncIterator[Database]:
    """A database as one server sees it."""
    opened = Database(address)
    yield opened
    await opened.close()


@pytest_asyncio.fixture
async def other(address: str) -> AsyncIterator[Database]:
    """The same database as another server sees it."""
    opened = Database(address)
    yield opened
    await opened.close()


@pytest.fixture
def stored(database: Database) -> StoredConversations:
    """The conversations in it."""
    return StoredConversations(database)
