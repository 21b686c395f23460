"""What a sign-in is worth: the rules of this server, and the account behind a provider's claims or a proxy's header.

Streamlit checks a token once, when it arrives, and then believes its cookie for thirty days, whoever signed in. Here
issuer, expiry, verified e-mail and domain are looked at again on every rerun.
"""

from __future__ import annotations

import hashlib
import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

HEADER_VARIABLE = "SIMULATOR_TRUSTED_USER_HEADER"
PROXIES_VARIABLE = "SIMULATOR_TRUSTED_PROXIES"
SECRET_VARIABLE = "SIMULATOR_PROXY_SECRET"
DOMAINS_VARIABLE = "SIMULATOR_SIGN_IN_DOMAINS"
ISSUER_VARIABLE = "SIMULATOR_SIGN_IN_ISSUER"
HOURS_VARIABLE = "SIMULATOR_SIGN_IN_HOURS"
TRUST_EMAILS_VARIABLE = "SIMULATOR_SIGN_IN_TRUST_EMAILS"
LINKS_VARIABLE = "SIMULATOR_LINKS_NEED_SIGN_IN"
ADMINS_VARIABLE = "SIMULATOR_ADMINS"
FORWARDED_VARIABLE = "FORWARDED_ALLOW_IPS"

SHORTEST_SECRET = 32
LONGEST_HOURS = 30 * 24
LONGEST_NAME = 256
DISCOVERY = "/.well-known/openid-configuration"
DEFAULT_PROVIDER = "default"
_LOOPBACK = "127.0.0.0/8 ::1/128"
_HEADER_NAME = re.compile(r"[A-Za-z0-9-]{1,60}", re.ASCII)
_ONLY_WITH_SIGN_IN = (
    DOMAINS_VARIABLE,
    ADMINS_VARIABLE,
    LINKS_VARIABLE,
    HOURS_VARIABLE,
    SECRET_VARIABLE,
    PROXIES_VARIABLE,
    ISSUER_VARIABLE,
    TRUST_EMAILS_VARIABLE,
)
_OWN_HEADERS = {"cookie", "host", "origin", "x-anon-id", "x-proxy-account"}
_WORDS = {"1": True, "yes": True, "true": True, "0": False, "no": False, "false": False, "": False}

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class SettingsError(ValueError):
    """What the server was told cannot be meant; the sentence names the variable and what is allowed."""


@dataclass(frozen=True)
class Rules:
    """How one signs in here.

    way: with nobody's help, with an OIDC provider or through a proxy that says who it is. issuers: by provider, "" for
    any name. domains: of e-mails let in, empty for all. hours: how long a sign-in lasts, None for as long as its token.
    """

    way: Literal["none", "oidc", "proxy"] = "none"
    issuers: Mapping[str, str] | None = None
    domains: frozenset[str] = frozenset()
    admins: frozenset[str] = frozenset()
    trust_emails: bool = False
    hours: int | None = None
    links_need_sign_in: bool = False
    header: str = ""
    proxies: tuple[Network, ...] = ()
    secret: str = ""


@dataclass(frozen=True)
class Account:
    """Somebody signed in. id: of issuer and subject, never of the e-mail, which may be given to another person.

    until: when the sign-in ends, in seconds since 1970; None where only the proxy knows. sign_in: which sign-in it is.
    """

    id: str
    label: str
    email: str = ""
    admin: bool = False
    until: float | None = None
    sign_in: str = ""


class RefusedAccountError(Exception):
    """Somebody signed in who is not let in; the sentence is for them."""


def rules_of(environment: Mapping[str, str], auth: Mapping[str, Any] | None) -> Rules:
    """The rules in the environment and in the section [auth] of the secrets. Raises SettingsError."""
    header = environment.get(HEADER_VARIABLE, "").strip()
    if auth and header:
        raise SettingsError(
            f"Both {HEADER_VARIABLE} and [auth] in secrets.toml are set: one way to sign in is allowed, take one out."
        )
    admins = frozenset(map(str.casefold, _listed(environment, ADMINS_VARIABLE)))
    domains = frozenset(one.casefold().removeprefix("@") for one in _listed(environment, DOMAINS_VARIABLE))
    if not auth and not header:
        for name in _ONLY_WITH_SIGN_IN:
            if environment.get(name, "").strip():
                raise SettingsError(
                    f"{name} is set but nobody can sign in: configure [auth] in secrets.toml or {HEADER_VARIABLE}, "
                    "or take it out."
                )
        return Rules()
    links_need_sign_in = _switch(environment, LINKS_VARIABLE)
    if header:
        return Rules(
            "proxy",
            domains=domains,
            admins=admins,
            links_need_sign_in=links_need_sign_in,
            header=_header_name(header),
            proxies=_proxies(environment),
            secret=_secret(environment),
        )
    assert auth
    return Rules(
        "oidc",
        _issuers(auth, environment.get(ISSUER_VARIABLE, "").strip()),
        domains,
        admins,
        _switch(environment, TRUST_EMAILS_VARIABLE),
        _hours(environment),
        links_need_sign_in,
    )


def _listed(environment: Mapping[str, str], name: str) -> list[str]:
    return [one for one in re.split(r"[,\s]+", environment.get(name, "")) if one]


def _switch(environment: Mapping[str, str], name: str) -> bool:
    word = environment.get(name, "").strip().lower()
    if word not in _WORDS:
        raise SettingsError(f"{name} is {word!r}: 1 or 0 is allowed.")
    return _WORDS[word]


def _hours(environment: Mapping[str, str]) -> int | None:
    word = environment.get(HOURS_VARIABLE, "").strip()
    if not word:
        return None
    if not word.isdecimal() or not 1 <= int(word) <= LONGEST_HOURS:
        raise SettingsError(
            f"{HOURS_VARIABLE} is {word!r}: a whole number from 1 to {LONGEST_HOURS} is allowed."
        )
    return int(word)


def _header_name(name: str) -> str:
    if _HEADER_NAME.fullmatch(name) is None or name.lower() in _OWN_HEADERS:
        raise SettingsError(
            f"{HEADER_VARIABLE} is {name!r}: the name of the header your proxy sets is allowed."
        )
    return name.lower()


def _secret(environment: Mapping[str, str]) -> str:
    secret = environment.get(SECRET_VARIABLE, "").strip()
    if secret and len(secret) < SHORTEST_SECRET:
        raise SettingsError(
            f"{SECRET_VARIABLE} has {len(secret)} characters: at least {SHORTEST_SECRET} are needed. "
            'Make one with: python -c "import secrets; print(secrets.token_urlsafe(32))"'
        )
    return secret


def _proxies(environment: Mapping[str, str]) -> tuple[Network, ...]:
    """The addresses a proxy may have; none where its secret alone is asked for."""
    named = environment.get(PROXIES_VARIABLE, "").strip()
    if not named and environment.get(SECRET_VARIABLE, "").strip():
        return ()
    if environment.get(FORWARDED_VARIABLE, "").strip().lower() != "none":
        # uvicorn would put the address the proxy reports in place of the proxy's own, and neither could be told.
        raise SettingsError(
            f"To know a proxy by its address the server has to see it: set {FORWARDED_VARIABLE}=none, or let the proxy "
            f"send a secret and set {SECRET_VARIABLE} instead of {PROXIES_VARIABLE}."
        )
    try:
        return tuple(ipaddress.ip_network(one) for one in re.split(r"[,\s]+", named or _LOOPBACK))
    except ValueError:
        raise SettingsError(
            f"{PROXIES_VARIABLE} is {named!r}: addresses and networks such as 10.0.0.5 or 10.1.0.0/16 are allowed, "
            "with spaces between."
        ) from None


def _issuers(auth: Mapping[str, Any], named: str) -> dict[str, str]:
    if len(str(auth.get("cookie_secret", ""))) < SHORTEST_SECRET:
        raise SettingsError(
            f"cookie_secret in [auth] of secrets.toml needs at least {SHORTEST_SECRET} characters: whoever guesses it "
            'is anybody. Make one with: python -c "import secrets; print(secrets.token_urlsafe(32))"'
        )
    sections = {
        name: one for name, one in auth.items() if isinstance(one, Mapping) and name != "client_kwargs"
    }
    if "server_metadata_url" in auth:
        sections[DEFAULT_PROVIDER] = auth
    issuers: dict[str, str] = {}
    for name, section in sections.items():
        address = str(section.get("server_metadata_url", ""))
        if not named and not address.endswith(DISCOVERY):
            raise SettingsError(
                f"server_metadata_url of {name} in secrets.toml is {address!r}: it has to end with {DISCOVERY}, or "
                f"{ISSUER_VARIABLE} has to say which issuer is meant."
            )
        issuers[name] = _bare(named or address.removesuffix(DISCOVERY))
    if not issuers or "redirect_uri" not in auth:
        raise SettingsError("[auth] in secrets.toml needs redirect_uri and a provider's server_metadata_url.")
    return issuers


def _bare(issuer: str) -> str:
    return issuer.rstrip("/")


def account_of_claims(rules: Rules, claims: Mapping[str, Any], now: float) -> Account:
    """Who signed in with an OIDC provider. Raises RefusedAccountError."""
    issuer, subject = claims.get("iss"), claims.get("sub")
    expected = (rules.issuers or {}).get(str(claims.get("provider")))
    if not isinstance(issuer, str) or expected is None or _bare(issuer) != expected:
        raise RefusedAccountError(
            "This sign-in is of another provider than this server takes. Sign in again."
        )
    if not isinstance(subject, str) or not subject:
        raise RefusedAccountError("The provider did not say who you are. Sign in again.")
    until = _until(rules, claims)
    if until is None or now >= until:
        raise RefusedAccountError("Your sign-in has ended. Sign in again; everything you did is kept.")
    email = _verified_email(rules, claims)
    marks = [issuer, subject, *(str(claims.get(name)) for name in ("iat", "exp", "nonce"))]
    return Account(
        f"oidc:{_digest(_bare(issuer), subject)}",
        _label(claims.get("name"), email),
        email,
        email.casefold() in rules.admins,
        until,
        _digest(*marks),
    )


def _until(rules: Rules, claims: Mapping[str, Any]) -> float | None:
    claim = claims.get("exp" if rules.hours is None else "iat")
    if isinstance(claim, bool) or not isinstance(claim, int | float):
        return None
    return float(claim) + (rules.hours or 0) * 3600


def _verified_email(rules: Rules, claims: Mapping[str, Any]) -> str:
    email, verified = claims.get("email"), claims.get("email_verified")
    unsaid = verified is None and rules.trust_emails
    if verified is not True and verified != "true" and not unsaid:
        raise RefusedAccountError(
            "Your e-mail address is not verified. Verify it with your provider, then sign in again."
        )
    return _of_domain(rules, email if isinstance(email, str) else "")


def _of_domain(rules: Rules, email: str) -> str:
    if rules.domains and email.rpartition("@")[2].casefold() not in rules.domains:
        raise RefusedAccountError(
            "This server is for " + ", ".join(sorted(rules.domains)) + " only. Sign in with such an account."
        )
    return email


def account_of_header(rules: Rules, name: str) -> Account:
    """Whom the proxy names. Raises RefusedAccountError."""
    folded = name.strip().casefold()
    if not folded or len(folded) > LONGEST_NAME or not folded.isprintable():
        raise RefusedAccountError("The sign-in proxy did not say who you are.")
    email = _of_domain(rules, name.strip() if "@" in name else "")
    return Account(f"proxy:{_digest(folded)}", name.strip(), email, folded in rules.admins)


def _label(name: object, email: str) -> str:
    return name.strip() if isinstance(name, str) and name.strip() else email


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:40]
