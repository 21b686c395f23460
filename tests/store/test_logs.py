"""What is kept secret stays out of every log, whatever happens."""

from __future__ import annotations

import contextlib
import logging
from pathlib import Path

import pytest

from store import NotFound, RevisionConflict, StoreError, StoreUnavailable, open_store
from tests.store.places import ANA, BEN, Place, plan

CANARY = "canary-4711"


def test_no_token_document_or_label_is_logged(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    # At DEBUG the library prints the rows themselves: nobody gets there without asking for it by name.
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.INFO, logger="sqlalchemy"):
        store = place.open()
        saved = store.create(ANA, plan(f"{CANARY} name", description=f"{CANARY} text"))
        made = store.share(ANA, saved.id, "view", label=f"{CANARY} label")
        store.resolve(BEN.actor, made.token)
        store.save_draft(ANA, saved.id, plan(f"{CANARY} draft"), base=1, version=0, aside=CANARY)
        store.save(ANA, saved.id, plan(f"{CANARY} new"), expected=1)
        store.library(ANA, search=CANARY)
        with pytest.raises(RevisionConflict):
            store.save(ANA, saved.id, plan(f"{CANARY} late"), expected=1)
        store.revoke_all(ANA)
        with pytest.raises(NotFound):
            store.resolve(BEN.actor, made.token)
        place.close()
    assert "SELECT" in caplog.text, "the level is not talkative enough to prove anything"
    assert CANARY not in caplog.text
    assert made.token not in caplog.text
    assert "browser-of-ana" not in caplog.text


@pytest.mark.parametrize("host", ["127.0.0.1:1", "no-such-host.invalid"])
def test_no_password_is_logged(host: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    url = f"postgresql://somebody:{CANARY}@{host}/scenarios"
    with caplog.at_level(logging.DEBUG), pytest.raises(StoreUnavailable):
        open_store(url, data_dir=tmp_path)
    assert CANARY not in caplog.text


def test_a_traceback_of_an_error_shows_nothing_of_a_document(
    sqlite_place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    """Somebody logs the exception, as a server does with what it did not expect."""
    store = sqlite_place.open()
    saved = store.create(ANA, plan(f"{CANARY} name"))
    sqlite_place.file.with_name("scenarios.db-wal").write_bytes(b"")
    store.close()
    sqlite_place.opened.clear()
    sqlite_place.file.write_bytes(sqlite_place.file.read_bytes()[:8192])
    with contextlib.suppress(StoreError):
        try:
            sqlite_place.open().open(ANA, saved.id)
        except StoreError:
            logging.getLogger("server").exception("unexpected")
            raise
    assert "unexpected" in caplog.text
    assert CANARY not in caplog.text
