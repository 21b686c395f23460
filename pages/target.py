"""Is the goal realistic, and what would make it so?"""

from __future__ import annotations

from ui.screens import target_page
from ui.wording.messages import refusals_said

with refusals_said():
    target_page.draw_page()
