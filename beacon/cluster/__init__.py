"""What several servers share: ids and tokens, conversations in PostgreSQL, counters in Redis."""
