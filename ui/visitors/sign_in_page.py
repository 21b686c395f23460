"""What somebody sees who has to sign in first, and where they see who they are and sign out."""

from __future__ import annotations

import re
from typing import Literal, Never

import streamlit as st

from ui.kept import keeping
from ui.serving.entrance import rules
from ui.visitors import accounts
from ui.visitors.sign_in_return import FAILED
from ui.wording.text import plain

WATCH_EVERY_SECONDS = 15
WARN_BEFORE_SECONDS = 300
_WORK, _VISIT, _PRESENT = "work", "visit", "present"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


def stands_before() -> bool:
    """True where this page has to be shown instead of what is asked for.

    A link may be opened without signing in, unless the server says otherwise: its token is the permission.
    """
    return accounts.needs_sign_in() and (rules().links_need_sign_in or not _comes_by_link())


def _comes_by_link() -> bool:
    asked = st.query_params.get(keeping.LINK)
    if asked is not None:
        return _TOKEN.fullmatch(asked) is not None
    # Streamlit drops the query on a page change; the session knows the link it shows until it is put back.
    here = keeping.place() if _WORK in st.session_state else None
    return st.session_state.get(_VISIT) is not None or (here is not None and here.link is not None)


def draw() -> Never:
    """The page; nothing of a plan is left in this tab."""
    who = accounts.visitor()
    if _WORK in st.session_state:
        st.session_state.clear()
    failed = st.query_params.get(FAILED) is not None
    with st.container(key="sign_in", width=560):
        st.header("Sign in to your plans")
        if who.refusal is not None:
            st.warning(plain(who.refusal), icon=":material/lock:")
        elif failed:
            st.warning(
                "Signing in did not work. Try once more; if it fails again, tell whoever runs this server.",
                icon=":material/lock:",
            )
        if rules().way == "proxy":
            st.markdown(
                "This server knows you by your company's sign-in page: open it under its usual address."
            )
            st.stop()
        st.markdown(
            "Plans here belong to whoever makes them. After signing in you are back where you are now."
        )
        _draw_buttons("primary")
    st.stop()


def draw_offer() -> None:
    """In the frame of whoever came by a link without signing in: the way to plans of their own, and back here."""
    if accounts.needs_sign_in() and rules().way == "oidc":
        _draw_buttons("tertiary")


def _draw_buttons(kind: Literal["primary", "tertiary"]) -> None:
    providers = sorted(rules().issuers or ())
    for provider in providers:
        st.button(
            "Sign in" if len(providers) == 1 else f"Sign in with {provider}",
            key=f"sign_in_{provider}",
            type=kind,
            icon=":material/login:",
            on_click=accounts.sign_in,
            args=(provider,),
        )


def draw_account() -> None:
    """In the menu: who is signed in, and the way out."""
    who = accounts.visitor().account
    if who is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        address = f" ({who.email})" if who.email and who.email != who.label else ""
        st.markdown(f":gray[Signed in as {plain(who.label + address)}]", width="stretch")
        if rules().way == "oidc":
            st.button(
                "Sign out",
                key="sign_out",
                icon=":material/logout:",
                type="tertiary",
                on_click=accounts.sign_out,
                help="In every tab of this browser.",
            )


@st.fragment(run_every=WATCH_EVERY_SECONDS)
def _watch() -> None:
    account = accounts.visitor().account
    if account is None:
        st.rerun()
    elif st.query_params.get(_PRESENT) != "1" and accounts.ends_within(account, WARN_BEFORE_SECONDS):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", border=True):
            st.markdown(
                ":orange[:material/timer:] **Your sign-in ends in a few minutes.** Sign in again to go on without a "
                "break; you come back to this page.",
                width="stretch",
            )
            _draw_buttons("tertiary")


def watch() -> None:
    """While somebody is signed in: what ended meanwhile, here or in another tab, ends on the screen too.

    What is about to end is said before: the edit under the finger would be lost.
    """
    if accounts.visitor().account is not None:
        _watch()
