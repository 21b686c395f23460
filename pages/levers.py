"""What would make it realistic?"""

from __future__ import annotations

from ui.screens import levers_page
from ui.wording.messages import refusals_said

with refusals_said():
    levers_page.draw_page()
