"""What will be different?"""

from __future__ import annotations

from ui.screens import growth_page
from ui.wording.messages import refusals_said

with refusals_said():
    growth_page.draw_page()
