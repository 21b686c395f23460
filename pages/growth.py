"""What will be different?"""

from __future__ import annotations

from ui import growth_page
from ui.messages import refusals_said

with refusals_said():
    growth_page.draw_page()
