"""Was it right before?"""

from __future__ import annotations

from ui.screens import trust_page
from ui.wording.messages import refusals_said

with refusals_said():
    trust_page.draw_page()
