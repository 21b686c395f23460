"""The deals with the habits people and programs have around dates, blanks, quotation marks and encodings."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from tests.unit.evidence.ugly import MONTHS, PLAIN, Ugly, american, british, german, named, us


def _every_other_blank() -> bytes:
    lines = PLAIN.file().decode().split("\r\n")
    return "\r\n\r\n".join(lines).encode()


def _put_together() -> bytes:
    """Two exports one below the other, each with its header."""
    lines = PLAIN.file().decode().splitlines()
    return "\n".join([*lines[:13], lines[0], *lines[13:]]).encode()


def _mixed_encodings() -> bytes:
    """Read as Windows text throughout, the euro signs of most lines would be three letters."""
    lines = replace(PLAIN, amount=lambda value: f"€{us(value)}").file().splitlines()
    return b"\n".join([line if at % 5 else line.decode().encode("cp1252") for at, line in enumerate(lines)])


def _padded(text: str) -> str:
    """Spaces after every comma, before quotation marks too."""
    return text.replace(",", ", ").replace(", 000", ",000")


def _twice(text: str) -> str:
    lines = text.splitlines(keepends=True)
    return "".join([*lines, *lines[1:4]])


HABITS: dict[str, Ugly] = {
    "months by name": Ugly(replace(PLAIN, day=named).file()),
    "months by name, two-digit years": Ugly(
        replace(PLAIN, day=lambda day: f"{day.day:02d}-{MONTHS[day.month - 1].upper()}-{day:%y}").file()
    ),
    "months in French": Ugly(
        replace(
            PLAIN,
            day=lambda day: (
                f"{day.day} "
                + "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.".split()[day.month - 1]  # noqa: SIM905
                + f" {day.year}"
            ),
        ).file()
    ),
    "two-digit years": Ugly(replace(PLAIN, day=lambda day: f"{day.day}.{day.month}.{day:%y}").file()),
    "twelve-hour times": Ugly(replace(PLAIN, day=lambda day: f"{american(day)}, 11:59:00 p.m.").file()),
    "ISO times with a zone": Ugly(replace(PLAIN, day=lambda day: f"{day}T23:30:00+09:00").file()),
    "a spreadsheet's day numbers": Ugly(
        replace(PLAIN, day=lambda day: str((day - dt.date(1899, 12, 30)).days)).file()
    ),
    "day first with slashes": Ugly(replace(PLAIN, day=british).file()),
    "apostrophes before everything": Ugly(
        replace(
            PLAIN, id=lambda one: f"'{one}", amount=lambda value: f"'{value}", day=lambda day: f"'{day}"
        ).file()
    ),
    "words for nothing": Ugly(replace(PLAIN, nothing="NULL").file()),
    "zero dates for nothing": Ugly(replace(PLAIN, nothing="0000-00-00 00:00:00").file()),
    "texts with line breaks and quotation marks": Ugly(
        replace(PLAIN, extra={"Notes": lambda deal: f'called "{deal.owner}",\nno answer;\r\n"later"'}).file()
    ),
    "separators at the end of every line": Ugly(
        replace(PLAIN, finish=lambda text: text.replace("\r\n", ",,,\r\n")).file()
    ),
    "columns of nothing up to the last one Excel has": Ugly(
        replace(PLAIN, finish=lambda text: text.replace("\r\n", "," * 16_000 + "\r\n")).file()
    ),
    "blank lines between the rows": Ugly(_every_other_blank()),
    "spaces after the commas": Ugly(
        replace(PLAIN, amount="{:.2f}".format, extra={"Note": lambda deal: "x, y"}, finish=_padded).file()
    ),
    "header and cells full of invisible characters": Ugly(
        replace(
            PLAIN,
            headers=("\ufeffID", "Owner\u200b", " Stage ", "Amount\u00a0", "\u2068Created\u2069", "Closed"),
            amount=lambda value: f"\u200e{us(value)}\u200f",
            day=lambda day: f"\u200e{day}",
        ).file()
    ),
    "probabilities in per cent beside the amounts": Ugly(
        replace(
            PLAIN, extra={"Probability (%)": lambda deal: "75 %", "Expected Revenue": lambda deal: "1,00"}
        ).file()
    ),
    "flags only": Ugly(
        replace(
            PLAIN,
            headers=("ID", "Owner", "Step", "Amount", "Created", "Closed"),
            stages={"won": "9", "lost": "0", "open": "4"},
            extra={
                "Is Won": lambda d: "ja" if d.stage == "won" else "nein",
                "Is Closed": lambda d: "nein" if d.stage == "open" else "ja",
            },
        ).file()
    ),
    "lines of UTF-8 and lines of Windows": Ugly(_mixed_encodings()),
    "two exports one below the other": Ugly(_put_together(), left_out=1),
    "three deals listed twice": Ugly(replace(PLAIN, finish=_twice).file(), left_out=3),
    "ids a spreadsheet has rounded": Ugly(replace(PLAIN, id=lambda one: "7.01202E+14").file()),
    "both kinds of decimals in one column": Ugly(
        replace(PLAIN, amount=lambda value: us(value) if value < 20_000 else german(value)).file()
    ),
    "nobody can say which number is the month": Ugly(
        b"ID,Stage,Amount,Created,Closed\n"
        + b"".join(
            b"%d,%s,1000.50,01/02/2025,03/04/2025\n" % (at, (b"Won", b"Lost")[at % 2]) for at in range(6)
        ),
        deals=6,
        won=3,
        lost=3,
        open=0,
        total=6003.0,
        won_total=3001.5,
        asks=("date_order",),
    ),
    "nobody can say what the point means": Ugly(
        b"ID;Stage;Amount;Created;Closed\n"
        + b"".join(
            b"%d;%s;1.234;2025-01-02;2025-03-04\n" % (at, (b"Won", b"Lost")[at % 2]) for at in range(6)
        ),
        deals=6,
        won=3,
        lost=3,
        open=0,
        total=7404.0,
        won_total=3702.0,
        asks=("decimal_mark",),
    ),
}
