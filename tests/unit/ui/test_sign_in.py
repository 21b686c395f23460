"""The rules of signing in, and what claims and headers are worth under them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ui.visitors.sign_in import (
    ADMINS_VARIABLE,
    DOMAINS_VARIABLE,
    FORWARDED_VARIABLE,
    HEADER_VARIABLE,
    HOURS_VARIABLE,
    ISSUER_VARIABLE,
    LINKS_VARIABLE,
    PROXIES_VARIABLE,
    SECRET_VARIABLE,
    TRUST_EMAILS_VARIABLE,
    RefusedAccountError,
    Rules,
    SettingsError,
    account_of_claims,
    account_of_header,
    rules_of,
)

ISSUER = "https://login.example.com"
AUTH = {
    "redirect_uri": "https://plans.example.com/oauth2callback",
    "cookie_secret": "s" * 32,
    "client_id": "simulator",
    "client_secret": "x",
    "server_metadata_url": f"{ISSUER}/.well-known/openid-configuration",
}
NOW = 1_800_000_000.0
CLAIMS: dict[str, Any] = {
    "provider": "default",
    "iss": ISSUER,
    "sub": "42",
    "iat": NOW - 60,
    "exp": NOW + 60,
    "email": "ana@example.com",
    "email_verified": True,
    "name": "Ana",
}
OIDC = rules_of({}, AUTH)
PROXY = {HEADER_VARIABLE: "X-Forwarded-Email", FORWARDED_VARIABLE: "none"}


def test_without_settings_nobody_signs_in() -> None:
    assert rules_of({}, None) == Rules()
    assert rules_of({HEADER_VARIABLE: " "}, {}) == Rules()


def test_a_provider_is_known_by_the_issuer_its_discovery_address_names() -> None:
    assert OIDC.way == "oidc"
    assert OIDC.issuers == {"default": ISSUER}
    two = {name: AUTH[name] for name in ("redirect_uri", "cookie_secret")}
    section = {"server_metadata_url": "https://a.example.com/x/.well-known/openid-configuration"}
    assert rules_of({}, {**two, "company": section, "client_kwargs": {"prompt": "login"}}).issuers == {
        "company": "https://a.example.com/x"
    }
    odd = {**AUTH, "server_metadata_url": "https://odd.example.com/metadata"}
    assert rules_of({ISSUER_VARIABLE: f"{ISSUER}/"}, odd).issuers == {"default": ISSUER}


@pytest.mark.parametrize(
    ("environment", "auth", "named"),
    [
        ({**PROXY}, AUTH, HEADER_VARIABLE),
        ({DOMAINS_VARIABLE: "example.com"}, None, DOMAINS_VARIABLE),
        ({ADMINS_VARIABLE: "ana@example.com"}, None, ADMINS_VARIABLE),
        ({SECRET_VARIABLE: "s" * 32}, None, SECRET_VARIABLE),
        ({PROXIES_VARIABLE: "10.0.0.5"}, None, PROXIES_VARIABLE),
        ({TRUST_EMAILS_VARIABLE: "1"}, None, TRUST_EMAILS_VARIABLE),
        ({LINKS_VARIABLE: "perhaps"}, AUTH, LINKS_VARIABLE),
        ({TRUST_EMAILS_VARIABLE: "2"}, AUTH, TRUST_EMAILS_VARIABLE),
        ({HOURS_VARIABLE: "0"}, AUTH, HOURS_VARIABLE),
        ({HOURS_VARIABLE: "721"}, AUTH, HOURS_VARIABLE),
        ({HOURS_VARIABLE: "1.5"}, AUTH, HOURS_VARIABLE),
        ({}, {**AUTH, "cookie_secret": "short"}, "cookie_secret"),
        ({}, {**AUTH, "server_metadata_url": "https://odd.example.com/metadata"}, ISSUER_VARIABLE),
        ({}, {"cookie_secret": "s" * 32, "redirect_uri": "x"}, "server_metadata_url"),
        ({}, {name: AUTH[name] for name in AUTH if name != "redirect_uri"}, "redirect_uri"),
        ({**PROXY, HEADER_VARIABLE: "X Forwarded"}, None, HEADER_VARIABLE),
        ({**PROXY, HEADER_VARIABLE: "Cookie"}, None, HEADER_VARIABLE),
        ({**PROXY, HEADER_VARIABLE: "X-Anon-Id"}, None, HEADER_VARIABLE),
        ({**PROXY, SECRET_VARIABLE: "short"}, None, SECRET_VARIABLE),
        ({**PROXY, PROXIES_VARIABLE: "10.0.0.5, proxy.example.com"}, None, PROXIES_VARIABLE),
        ({HEADER_VARIABLE: "X-Forwarded-Email"}, None, FORWARDED_VARIABLE),
        ({**PROXY, FORWARDED_VARIABLE: "127.0.0.1"}, None, FORWARDED_VARIABLE),
    ],
)
def test_settings_that_cannot_be_meant_are_named(
    environment: dict[str, str], auth: dict[str, Any] | None, named: str
) -> None:
    with pytest.raises(SettingsError, match=named):
        rules_of(environment, auth)


def test_a_proxy_is_known_by_loopback_by_its_address_or_by_its_secret() -> None:
    loopback = rules_of(PROXY, None)
    assert (loopback.way, loopback.header, loopback.secret) == ("proxy", "x-forwarded-email", "")
    assert [str(one) for one in loopback.proxies] == ["127.0.0.0/8", "::1/128"]
    named = rules_of({**PROXY, PROXIES_VARIABLE: "10.0.0.5 10.1.0.0/16"}, None)
    assert [str(one) for one in named.proxies] == ["10.0.0.5/32", "10.1.0.0/16"]
    by_secret = rules_of({HEADER_VARIABLE: "X-Forwarded-Email", SECRET_VARIABLE: "s" * 32}, None)
    assert (by_secret.proxies, by_secret.secret) == ((), "s" * 32)


def test_an_account_is_issuer_and_subject_whatever_the_e_mail() -> None:
    ana = account_of_claims(OIDC, CLAIMS, NOW)
    assert (ana.label, ana.email, ana.admin, ana.until) == ("Ana", "ana@example.com", False, NOW + 60)
    assert ana.id.startswith("oidc:")
    moved = account_of_claims(OIDC, {**CLAIMS, "email": "ana@new.example.com", "nonce": "n"}, NOW)
    assert moved.id == ana.id
    assert moved.sign_in != ana.sign_in
    assert account_of_claims(OIDC, {**CLAIMS, "sub": "43"}, NOW).id != ana.id
    slash = replace(OIDC, issuers={"default": "https://other.example.com"})
    other = account_of_claims(slash, {**CLAIMS, "iss": "https://other.example.com/"}, NOW)
    assert other.id != ana.id


def test_without_a_name_the_address_stands_for_it() -> None:
    assert account_of_claims(OIDC, {**CLAIMS, "name": " "}, NOW).label == "ana@example.com"


@pytest.mark.parametrize(
    "changed", [{"exp": NOW}, {"exp": NOW - 1}, {"exp": None}, {"exp": "later"}, {"exp": True}]
)
def test_an_expired_token_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(RefusedAccountError, match="Your sign-in has ended"):
        account_of_claims(OIDC, {**CLAIMS, **changed}, NOW)


def test_a_sign_in_lasts_as_many_hours_as_the_server_says() -> None:
    eight = rules_of({HOURS_VARIABLE: "8"}, AUTH)
    account = account_of_claims(eight, {**CLAIMS, "exp": NOW - 1}, NOW)
    assert account.until == NOW - 60 + 8 * 3600
    with pytest.raises(RefusedAccountError, match="Your sign-in has ended"):
        account_of_claims(eight, CLAIMS, NOW + 8 * 3600)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"iss": "https://evil.example.com"}, "another provider"),
        ({"iss": f"{ISSUER}.evil.com"}, "another provider"),
        ({"iss": None}, "another provider"),
        ({"provider": "else"}, "another provider"),
        ({"provider": None}, "another provider"),
        ({"sub": ""}, "did not say who you are"),
        ({"sub": None}, "did not say who you are"),
        ({"email_verified": False}, "not verified"),
        ({"email_verified": None}, "not verified"),
        ({"email_verified": "false"}, "not verified"),
        ({"email_verified": 1}, "not verified"),
    ],
)
def test_what_a_provider_did_not_vouch_for_is_refused(changed: dict[str, Any], sentence: str) -> None:
    with pytest.raises(RefusedAccountError, match=sentence):
        account_of_claims(OIDC, {**CLAIMS, **changed}, NOW)


def test_a_provider_that_never_says_verified_can_be_trusted_but_a_no_stays_a_no() -> None:
    trusting = rules_of({TRUST_EMAILS_VARIABLE: "1"}, AUTH)
    unsaid = {name: value for name, value in CLAIMS.items() if name != "email_verified"}
    assert account_of_claims(trusting, unsaid, NOW).email == "ana@example.com"
    with pytest.raises(RefusedAccountError, match="not verified"):
        account_of_claims(trusting, {**CLAIMS, "email_verified": False}, NOW)
    with pytest.raises(RefusedAccountError, match="not verified"):
        account_of_claims(OIDC, unsaid, NOW)


@pytest.mark.parametrize("listed", ["example.com", "@Example.COM, other.test", "other.test example.com"])
def test_an_address_of_a_listed_domain_comes_in(listed: str) -> None:
    rules = rules_of({DOMAINS_VARIABLE: listed}, AUTH)
    assert account_of_claims(rules, {**CLAIMS, "email": "Ana@EXAMPLE.com"}, NOW).email == "Ana@EXAMPLE.com"


@pytest.mark.parametrize(
    "email",
    [
        "eve@evil.com",
        "eve@notexample.com",
        "eve@example.com.evil.com",
        "eve@sub.example.com",
        "example.com@evil.com",
        "",
        None,
    ],
)
def test_an_address_of_another_domain_does_not(email: str | None) -> None:
    rules = rules_of({DOMAINS_VARIABLE: "example.com"}, AUTH)
    with pytest.raises(RefusedAccountError, match=r"for example\.com only"):
        account_of_claims(rules, {**CLAIMS, "email": email}, NOW)


def test_an_administrator_is_named_by_address_whatever_its_case() -> None:
    rules = rules_of({ADMINS_VARIABLE: "ROOT@example.com, ana@example.com"}, AUTH)
    assert account_of_claims(rules, {**CLAIMS, "email": "Ana@Example.com"}, NOW).admin
    assert not account_of_claims(rules, {**CLAIMS, "email": "ben@example.com"}, NOW).admin
    proxied = rules_of({**PROXY, ADMINS_VARIABLE: "ana@example.com"}, None)
    assert account_of_header(proxied, "Ana@example.com").admin
    assert not account_of_header(proxied, "ben@example.com").admin


def test_nobody_without_an_address_is_an_administrator() -> None:
    rules = rules_of({ADMINS_VARIABLE: "ana@example.com", TRUST_EMAILS_VARIABLE: "1"}, AUTH)
    assert not account_of_claims(rules, {**CLAIMS, "email": None}, NOW).admin


def test_whom_the_proxy_names_is_one_account_whatever_the_case() -> None:
    rules = rules_of(PROXY, None)
    ana = account_of_header(rules, "Ana@example.com ")
    assert (ana.label, ana.email, ana.until) == ("Ana@example.com", "Ana@example.com", None)
    assert account_of_header(rules, "ana@EXAMPLE.com").id == ana.id
    assert account_of_header(rules, "ben@example.com").id != ana.id
    assert account_of_header(rules, "ana").email == ""


@pytest.mark.parametrize("name", ["", " ", "a" * 257, "ana\x00", "ana\nben"])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(RefusedAccountError, match="did not say who you are"):
        account_of_header(rules_of(PROXY, None), name)


def test_the_domains_hold_for_a_proxy_s_names_too() -> None:
    rules = rules_of({**PROXY, DOMAINS_VARIABLE: "example.com"}, None)
    assert account_of_header(rules, "ana@example.com").email == "ana@example.com"
    for name in ("eve@evil.com", "ana"):
        with pytest.raises(RefusedAccountError, match="only"):
            account_of_header(rules, name)


def test_an_account_of_a_provider_is_never_one_of_a_proxy_or_a_browser() -> None:
    ids = {account_of_claims(OIDC, CLAIMS, NOW).id, account_of_header(rules_of(PROXY, None), "42").id}
    assert len(ids) == 2
    assert all(":" in one for one in ids)  # no browser's id has one
