"""How the database would find what a query asks for."""

from __future__ import annotations

import re

from django.db import connection

# PostgreSQL reads a small table whole even where it has an index, unless it may not.
_ONLY_WHERE_IT_MUST = "SET LOCAL enable_seqscan = off"


def read_from_end_to_end(query: str) -> bool:
    """Whether the database must look at every row of a table of cases for it."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_ONLY_WHERE_IT_MUST)
            cursor.execute("EXPLAIN " + query.replace("%", "%%"))
        else:
            cursor.execute("EXPLAIN QUERY PLAN " + query.replace("%", "%%"))
        plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
    return re.search(r"(?m)(Seq Scan on|^SCAN) \"?cases_", plan) is not None
