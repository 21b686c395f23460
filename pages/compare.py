"""Which plan?"""

from __future__ import annotations

from ui.screens import compare_page
from ui.wording.messages import refusals_said

with refusals_said():
    compare_page.draw_page()
