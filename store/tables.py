"""The tables as the newest schema has them. How they came to be so stands in store/migrations."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, MetaData, SmallInteger, Table, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
ACTIVE, ARCHIVED, DELETED = 0, 1, 2


class UtcTime(TypeDecorator[datetime]):
    """A moment as whole microseconds since 1970 in UTC: the same digits in both databases, and no time zone to lose."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Raises ValueError for a time without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return (value - EPOCH) // MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else EPOCH + value * MICROSECOND


METADATA = MetaData()

scenarios = Table(
    "scenarios",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("archived_at", UtcTime),
    Column("deleted_at", UtcTime),
    Column("head", Integer, nullable=False),
    Column("name_folded", Text, nullable=False),
    Column("state", SmallInteger, nullable=False),
    Index("scenarios_by_update", "owner", "state", "updated_at", "id"),
    Index("scenarios_by_creation", "owner", "state", "created_at", "id"),
    Index("scenarios_by_name", "owner", "state", "name_folded", "id"),
)

revisions = Table(
    "revisions",
    METADATA,
    Column("scenario_id", Text, ForeignKey("scenarios.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("author", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("summary", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("engine_version", Text, nullable=False),
)

drafts = Table(
    "drafts",
    METADATA,
    Column("scenario_id", Text, ForeignKey("scenarios.id"), primary_key=True),
    Column("holder", Text, primary_key=True),
    Column("base", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("document", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("aside", Text, nullable=False),
)

beside = Table(
    "beside",
    METADATA,
    Column("scenario_id", Text, ForeignKey("scenarios.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("aside", Text, nullable=False),
)

mappings = Table(
    "mappings",
    METADATA,
    Column("owner", Text, primary_key=True),
    Column("fingerprint", Text, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("document", Text, nullable=False),
)

links = Table(
    "links",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("scenario_id", Text, ForeignKey("scenarios.id"), nullable=False),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("revision", Integer),
    Column("hide_money", SmallInteger, nullable=False),
    Column("label", Text, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime),
    Column("revoked_at", UtcTime),
    Column("last_used_at", UtcTime),
    Column("use_count", Integer, nullable=False),
    Index("links_of_scenario", "scenario_id"),
    Index("links_of_creator", "created_by"),
)

visits = Table(
    "visits",
    METADATA,
    Column("actor", Text, primary_key=True),
    Column("link_id", Text, ForeignKey("links.id"), primary_key=True),
    Column("last_at", UtcTime, nullable=False),
)

audit = Table(
    "audit",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", UtcTime, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("scenario_id", Text),
    Column("detail", Text, nullable=False),
    Index("audit_of_scenario", "scenario_id", "id"),
)
