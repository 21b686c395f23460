"""``python -m store``: back up, check and restore the file scenarios are kept in, and end every link."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from store.address import VARIABLE, FileAddress, read_address
from store.backups import back_up, backup_folder, backups_of, is_good, restore
from store.errors import StoreError
from store.health import check_file
from store.opening import open_store

POSTGRES = (
    "The scenarios are in PostgreSQL, which brings its own tools: pg_dump -Fc to back up, pg_restore --clean to put "
    "back."
)


def data_folder() -> Path:
    """Where this installation keeps its files, as the app finds it."""
    named = os.environ.get("SIMULATOR_DATA_DIR")
    if named:
        return Path(named)
    home = os.environ.get("XDG_DATA_HOME")
    return (Path(home) if home else Path.home() / ".local" / "share") / "sales-target-simulator"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0, or 2 with one sentence on the error output."""
    parser = argparse.ArgumentParser(prog="python -m store", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("backup", help="copy the database as it is now, while the app runs")
    commands.add_parser("backups", help="list the backups and whether each is whole")
    commands.add_parser("check", help="read everything: pages, indexes, every document's digest")
    commands.add_parser(
        "revoke", help="end every link of everybody at once (either database, app running or not)"
    )
    putting_back = commands.add_parser(
        "restore", help="put a backup in the place of the database (app stopped)"
    )
    putting_back.add_argument("backup", help="its name, or a path")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.command == "revoke":
            store = open_store(os.environ.get(VARIABLE), data_dir=data_folder())
            print(f"{store.revoke_everything()} links were ended.")
            store.close()
            return 0
        address = read_address(os.environ.get(VARIABLE), data_folder())
        if not isinstance(address, FileAddress):
            raise StoreError(POSTGRES)
        run(chosen.command, address.path, getattr(chosen, "backup", ""), datetime.now(UTC))
    except StoreError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def run(command: str, path: Path, backup: str, now: datetime) -> None:
    """Carry the command out on the database at `path`."""
    if command == "backup":
        check_file(path)
        print(f"Backed up as {back_up(path, now, 'asked').name}.")
    elif command == "backups":
        for file in backups_of(path):
            print(f"{file.name}  {'whole' if is_good(file) else 'DAMAGED'}")
    elif command == "check":
        check_file(path, "whole")
        print("Everything could be read and is as it was saved.")
    else:
        named = Path(backup)
        found = named if named.is_file() else backup_folder(path) / named.name
        moved = restore(path, found, now)
        kept = f" The file that was there is kept as {moved.name}." if moved is not None else ""
        print(f"Restored {found.name}.{kept} Start the app.")


if __name__ == "__main__":
    sys.exit(main())
