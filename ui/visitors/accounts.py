"""Who the visitor is: the account where sign-in is configured, else the browser. Judged anew on every rerun.

Streamlit reads who somebody is when their tab connects, and never again: a token that has expired since, and a sign-out
in another tab of the same browser, are found out here.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlencode, urlsplit

import streamlit as st
from streamlit import config

from store import Actor
from ui.serving.entrance import rules
from ui.visitors.proxy_account import named_account
from ui.visitors.sign_in import Account, RefusedAccountError, account_of_claims, account_of_header
from ui.visitors.sign_in_return import remember

_SIGNED_OUT = "You are signed out. Sign in again; everything you did is kept."


@dataclass(frozen=True)
class Visitor:
    """actor: as the store knows them, without an id where sign-in is configured and missing. refusal: why, if known."""

    actor: Actor
    account: Account | None = None
    refusal: str | None = None


def visitor() -> Visitor:
    """Who sits there now."""
    told, found = st.user.to_dict(), rules()
    if found.way == "none":
        return Visitor(Actor(browser()))
    try:
        if found.way == "proxy":
            named = told.get("proxy_account")
            account = account_of_header(found, named_account(str(named))) if named else None
        else:
            signed_in = told.get("is_logged_in") is True
            account = account_of_claims(found, told, time.time()) if signed_in else None
    except RefusedAccountError as refused:
        return Visitor(Actor(None), refusal=str(refused))
    if account is None:
        return Visitor(Actor(None))
    if _is_ended(account):
        return Visitor(Actor(None), refusal=_SIGNED_OUT)
    return Visitor(Actor(account.id, account.label, account.admin), account)


def browser() -> str | None:
    """The signed id of the browser; None where the server knows none (a script without a browser)."""
    known = st.user.to_dict().get("anon_id")
    return str(known) if known else None


def actor(typed_label: str = "") -> Actor:
    """Who asks the store. An account's own name stands in histories, not a typed one."""
    who = visitor()
    return who.actor if who.account is not None else replace(who.actor, label=typed_label)


def nobody_words(lost: str) -> str:
    """What somebody without an id reads where there is nothing for them; `lost`: what there is not."""
    if rules().way != "none":
        return f"Nobody is signed in, so there is {lost}. Sign in first."
    return f"This browser is not known to the server, so there is {lost}. Allow its cookie and reload."


def needs_sign_in() -> bool:
    """True where sign-in is configured and nobody is signed in, or not somebody who is let in."""
    return rules().way != "none" and visitor().account is None


def still_signed_in() -> Callable[[], str | None]:
    """To be asked in a thread without a session, such as one that makes a file: why not, in a sentence, or None."""
    account = visitor().account

    def check() -> str | None:
        if account is not None and (_is_ended(account) or ends_within(account, 0.0)):
            return _SIGNED_OUT
        return None

    return check


def ends_within(account: Account, seconds: float) -> bool:
    """True if the sign-in lasts no longer than that from now."""
    return account.until is not None and account.until - time.time() <= seconds


# Signing in and out

_ended: dict[str, float] = {}
_lock = threading.Lock()


def sign_in(provider: str) -> None:
    """Off to the provider; the way back leads to the page and the plan that are open now."""
    known = browser()
    if known is not None:
        remember(known, _address())
    if provider == "default":
        st.login()
    else:
        st.login(provider)


def sign_out() -> None:
    """End the sign-in in every tab, and leave nothing of the plan in this one."""
    account = visitor().account
    if account is not None and account.until is not None:
        end_sign_in(account)
    st.session_state.clear()
    st.logout()


def end_sign_in(account: Account) -> None:
    """From now on this sign-in is none, also for whoever copied its cookie."""
    now = time.time()
    with _lock:
        for mark in [mark for mark, until in _ended.items() if until < now]:
            del _ended[mark]
        _ended[account.sign_in] = account.until or now


def _is_ended(account: Account) -> bool:
    with _lock:
        return account.sign_in in _ended


def _address() -> str:
    """The path and the query of the page that is open, as seen from the server's own root."""
    path = urlsplit(str(st.context.url or "/")).path
    root = "/" + str(config.get_option("server.baseUrlPath") or "").strip("/")
    if root != "/" and (path == root or path.startswith(f"{root}/")):
        path = path.removeprefix(root)
    kept = {name: st.query_params[name] for name in ("s", "present") if name in st.query_params}
    return f"/{path.lstrip('/')}" + (f"?{urlencode(kept)}" if kept else "")
