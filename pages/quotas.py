"""Is it fair, and does it add up?"""

from __future__ import annotations

from ui.screens import quotas_page
from ui.wording.messages import refusals_said

with refusals_said():
    quotas_page.draw_page()
