"""Who sells, and when are they ready?"""

from __future__ import annotations

from ui.screens import team_page
from ui.wording.messages import refusals_said

with refusals_said():
    team_page.draw_page()
