"""What will be different?"""

from __future__ import annotations

from ui import growth_page

growth_page.draw_page()
