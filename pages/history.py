"""What have we really done?"""

from __future__ import annotations

from ui.screens import history_page
from ui.wording.messages import refusals_said

with refusals_said():
    history_page.draw_page()
