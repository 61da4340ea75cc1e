"""How the database would find what a query asks for."""

from __future__ import annotations

import re

from django.db import connection

# PostgreSQL reads a small table whole even where it has an index, unless it may not.
_ONLY_WHERE_IT_MUST = "SET LOCAL enable_seqscan = off"
_WHOLE_TABLE = re.compile(r"(?m)(Seq Scan on|^SCAN) \"?cases_")
# Found by the case or by a key: not all messages in their order, with a filter.
_BY_CASE = re.compile(r"(?m)(Index Cond:|SEARCH) .*\b(case_id|key)\b ?=")


def read_from_end_to_end(query: str) -> bool:
    """Whether the database must look at every case, or every message, for it."""
    plan = _plan_of(query)
    is_of_messages = "cases_message" in plan
    return bool(_WHOLE_TABLE.search(plan)) or (is_of_messages and not _BY_CASE.search(plan))


def _plan_of(query: str) -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_ONLY_WHERE_IT_MUST)
            cursor.execute(f"EXPLAIN {query}")
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {query}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())
