"""What stands above every page."""

from __future__ import annotations

from streamlit.navigation.page import StreamlitPage


def draw_frame(page: StreamlitPage) -> None:
    """Draw what every page has in common, before the page itself."""
