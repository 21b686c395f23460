"""How one comes in: the rules of sign-in this process was started with, and what it does not start with."""

from __future__ import annotations

import functools
import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit import config

from ui.serving.headers import is_loopback_only
from ui.visitors.sign_in import Rules, SettingsError, rules_of

OPEN_VARIABLE = "SIMULATOR_OPEN_WITHOUT_SIGN_IN"

LOG = logging.getLogger("ui.serving.entrance")


@functools.cache
def rules() -> Rules:
    """The rules, read once: a file that can no longer be read later does not open the server.

    Raises SettingsError.
    """
    return rules_of(os.environ, _auth_section())


def rules_at_start() -> Rules:
    """The rules, with a word in the log about what they leave open.

    Raises SystemExit with one sentence where they cannot be meant, or leave a network in that nobody let in.
    """
    try:
        found = rules()
        if found.way == "none" and not is_loopback_only():
            _open_to_a_network()
    except SettingsError as error:
        raise SystemExit(f"The server does not start. {error}") from None
    if found.way == "oidc" and not found.domains:
        LOG.warning(
            "Everybody with an account at %s may sign in: SIMULATOR_SIGN_IN_DOMAINS narrows it to your company's.",
            ", ".join(sorted(set((found.issuers or {}).values()))),
        )
    return found


def may_serve_a_network(found: Rules) -> bool:
    """True if somebody answers for who comes in: a sign-in, or whoever said that none is wanted."""
    return found.way != "none" or os.environ.get(OPEN_VARIABLE, "").strip() in {"1", "yes", "true"}


def _open_to_a_network() -> None:
    if not may_serve_a_network(Rules()):
        raise SettingsError(
            "It would answer to a network, and nobody has to sign in. Configure a sign-in (docs/OPERATIONS.md), or set "
            f"{OPEN_VARIABLE}=1 if everybody who reaches it may use it."
        )
    hosts = config.get_option("server.allowedHosts")
    LOG.warning(
        "Open without sign-in (%s=1) at %s, %s: everybody who reaches it may use it, fill its disk and keep its "
        "processors busy. A plan belongs to the browser it was made in, and whoever has a link to it sees it. Unless "
        "HTTPS stands before it, all of that can be read on the way.",
        OPEN_VARIABLE,
        config.get_option("server.address") or "every address of this machine",
        f"called {' or '.join(hosts)}"
        if hosts
        else "by any name (STREAMLIT_SERVER_ALLOWED_HOSTS is not set)",
    )


def _auth_section() -> Mapping[str, Any] | None:
    if not st.secrets.load_if_toml_exists():
        broken = [path for path in config.get_option("secrets.files") if Path(path).is_file()]
        if broken:
            raise SettingsError(f"{' or '.join(broken)} cannot be read as TOML: correct it or take it away.")
        return None
    section = st.secrets.get("auth")
    return section.to_dict() if section is not None else None
