"""What have we really done?"""

from __future__ import annotations

from ui import history_page
from ui.messages import refusals_said

with refusals_said():
    history_page.draw_page()
