"""Who sells, and when are they ready?"""

from __future__ import annotations

from ui import team_page

team_page.draw_page()
