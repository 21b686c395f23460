"""Kept scenarios: revisions, drafts, the library and links, in SQLite or PostgreSQL."""
