"""Is the goal realistic, and what would make it so?"""

from __future__ import annotations

from ui import target_page

target_page.draw_page()
