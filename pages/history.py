"""What have we really done?"""

from __future__ import annotations

from ui import history_page

history_page.draw_page()
