"""What differs within an export, as a person reads it on a terminal."""

from __future__ import annotations

from simulator.cli.table import table_lines
from simulator.evidence import Evidence

MOST_ROWS = 6


def comparison_lines(evidence: Evidence) -> list[str]:
    """A table of the groups that truly differ in win rate, what does not differ in one line, and the leak."""
    lines: list[str] = []
    for segment in evidence.segments:
        if segment.win.differs:
            rows = [
                (
                    one.name,
                    f"{100 * one.win.value:.1f} %",
                    f"{100 * one.win.low:.1f} % to {100 * one.win.high:.1f} %",
                    f"{one.won:,} of {one.win.n:,}",
                )
                for one in sorted(segment.members, key=lambda one: -one.win.value)
            ]
            if len(rows) > MOST_ROWS:
                half = MOST_ROWS // 2
                rows = [*rows[:half], ("…", "", "", f"{len(rows) - 2 * half} more"), *rows[-half:]]
            header = (segment.label.capitalize(), "Win rate", "8 in 10 sure", "Own deals")
            lines += [*table_lines(header, rows), ""]
    alike = [segment for segment in evidence.segments if not segment.win.differs]
    if alike:
        lines.append(f"No more than luck apart in win rate: {', '.join(one.plural for one in alike)}.")
    if evidence.curves is not None:
        lines.append(evidence.curves.sentence)
    if evidence.leak is not None:
        lines.append(evidence.leak.sentence)
    return lines
