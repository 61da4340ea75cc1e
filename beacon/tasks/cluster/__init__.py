"""Runs several Beacon servers on one machine, from Debian's PostgreSQL, Redis and nginx."""
