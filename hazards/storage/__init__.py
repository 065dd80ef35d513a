"""Tables and bytes at rest, SQLite and PostgreSQL alike; knows no rule of law."""
