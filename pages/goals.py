"""What do we want?"""

from __future__ import annotations

from ui.screens import goals_page
from ui.wording.messages import refusals_said

with refusals_said():
    goals_page.draw_page()
