"""A link as it is handed over: its address as the visitor's own browser sees the server, and its QR code."""

from __future__ import annotations

import io
from urllib.parse import urlencode, urlsplit

import segno
import streamlit as st

from ui.kept.keeping import LINK

_PAGES = frozenset({"target", "history", "growth", "team", "goals"})
QUIET_MODULES = 2
MODULE_PIXELS = 5


def here() -> str:
    """The address of the app without a page, ending in a slash: what stands in the browser, also behind a proxy."""
    told = st.context.url
    if not told:
        host = st.context.headers.get("Host", "localhost:8501")
        scheme = st.context.headers.get("X-Forwarded-Proto", "http").split(",")[0].strip()
        return f"{scheme}://{host}/"
    return home_of(told)


def home_of(address: str) -> str:
    """`address` of any page of the app without the page and what follows it."""
    parts = urlsplit(address)
    folders = [one for one in parts.path.split("/") if one]
    if folders and folders[-1] in _PAGES:
        folders.pop()
    return f"{parts.scheme}://{parts.netloc}/{''.join(f'{one}/' for one in folders)}"


def address_of(token: str, **more: str) -> str:
    """The address that opens `token`; `more`: further parts of its query, such as ``present``."""
    return f"{here()}?{urlencode({LINK: token, **more})}"


def qr_code(address: str) -> str:
    """A QR code of `address` as SVG, dark on white whatever the theme: cameras read no other."""
    picture = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        picture,
        kind="svg",
        scale=MODULE_PIXELS,
        border=QUIET_MODULES,
        dark="#000000",
        light="#ffffff",
        xmldecl=False,
        svgns=True,
        title="QR code of the link",
    )
    return picture.getvalue().decode("utf-8")


def draw_address(address: str, *, width: int = 220) -> None:
    """The link to copy, and to point a camera at."""
    st.code(address, language=None, wrap_lines=True)
    st.image(qr_code(address), width=width)
