"""What leaves of a comparison: a workbook, a CSV file, and where amounts may be seen the document."""

from __future__ import annotations

from functools import partial

from exports import table_csv
from exports.comparison import comparison_json, comparison_workbook, plans_frame
from simulator.decide.compare import Comparison
from ui.handouts.downloads import File, draw_files
from ui.visitors import money_hidden, view_mode
from ui.visitors.view_mode import Deed


def draw(found: Comparison) -> None:
    """The buttons, for whoever may take papers away."""
    if not view_mode.may(Deed.EXPORT_PAPER):
        return
    hidden, name = money_hidden.is_hidden(), "comparison of plans"

    def table() -> bytes:
        return table_csv(plans_frame(found, without_amounts=hidden))

    files = [
        File(
            "paper_compare",
            "Workbook of the comparison",
            partial(comparison_workbook, found, without_amounts=hidden),
            name,
            "xlsx",
            "table",
        ),
        File("csv_compare", "CSV of the plans", table, name, "csv"),
    ]
    if not hidden:
        files.append(
            File(
                "paper_compare_json",
                "JSON of everything",
                partial(comparison_json, found),
                name,
                "json",
                "data_object",
            )
        )
    draw_files(files, columns=3)
