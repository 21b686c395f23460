"""What do we want?"""

from __future__ import annotations

from ui import goals_page

goals_page.draw_page()
