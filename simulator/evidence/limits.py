"""How large a file may be. Checked before it is parsed wherever bytes or lines tell, and while it is read otherwise."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Limits:
    """Bounds of one file. bytes: as uploaded; cells: rows times columns; longest_cell: characters.

    500 columns: a Salesforce data-loader export of opportunities has 300, and nothing here is quadratic in them.
    unpacked: bytes a workbook may unpack to; tightest: how many times smaller a large part may be packed; sheet_cells:
    a workbook's reader holds every cell at once, which takes more memory than text.
    """

    bytes: int = 50 * 2**20
    rows: int = 500_000
    columns: int = 500
    cells: int = 10_000_000
    longest_cell: int = 131_072
    unpacked: int = 300 * 2**20
    tightest: int = 250
    parts: int = 2000
    sheet_cells: int = 4_000_000

    def document(self) -> dict[str, Any]:
        """The fields by name, for the process that reads."""
        return asdict(self)


LIMITS = Limits()
