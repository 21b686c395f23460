"""A small OpenID provider on loopback: discovery, keys, a page to choose who one is, codes with PKCE, signed tokens."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "simulator", "a secret of the tests"


@dataclass(frozen=True)
class Person:
    """Somebody with an account: what the provider says of them. lasts: seconds until the token's expiry."""

    subject: str
    email: str
    verified: bool | None = True
    lasts: int = 3600


PEOPLE = {
    "Ana": Person("1", "ana@example.com"),
    "Ben": Person("2", "ben@example.com"),
    "Ana-of-the-same-address": Person("3", "ana@example.com"),
    "Unverified": Person("4", "una@example.com", verified=False),
    "Unsaid": Person("5", "ulf@example.com", verified=None),
    "Foreign": Person("6", "eve@elsewhere.test"),
    "Just-expired": Person("7", "jo@example.com", lasts=-30),  # the client's library allows two minutes
    "Long-expired": Person("8", "lu@example.com", lasts=-3600),
}


@dataclass
class Grant:
    """One code on its way to a token."""

    person: str
    nonce: str
    challenge: str
    redirect: str


@dataclass
class Provider:
    """The provider, running while it is entered."""

    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "test"}))
    grants: dict[str, Grant] = field(default_factory=dict)
    issued: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider.answer(self, {})

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                provider.answer(self, dict(parse_qsl(body.decode())))

            def log_message(self, *words: object) -> None:
                """Nothing: the tests' output is for the tests."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def secrets_toml(self, cookie_secret: str) -> str:
        """What the server's secrets.toml holds to sign in here."""
        return (
            "[auth]\n"
            'redirect_uri = "http://127.0.0.1:{port}/oauth2callback"\n'
            f'cookie_secret = "{cookie_secret}"\n'
            f'client_id = "{CLIENT}"\n'
            f'client_secret = "{SECRET}"\n'
            f'server_metadata_url = "{self.issuer}/.well-known/openid-configuration"\n'
        )

    def answer(self, request: BaseHTTPRequestHandler, form: dict[str, str]) -> None:
        """One request."""
        address = urlsplit(request.path)
        asked = {name: values[0] for name, values in parse_qs(address.query).items()}
        match address.path:
            case "/.well-known/openid-configuration":
                _send(request, 200, json.dumps(self._discovery()), "application/json")
            case "/keys":
                keys = {"keys": [self.key.as_dict(private=False, use="sig", alg="RS256")]}
                _send(request, 200, json.dumps(keys), "application/json")
            case "/authorize":
                links = "".join(
                    f'<p><a href="/be?{urlencode({**asked, "person": name})}">{name}</a></p>'
                    for name in PEOPLE
                )
                _send(request, 200, f"<h1>Who are you?</h1>{links}", "text/html")
            case "/be":
                code = secrets.token_urlsafe(16)
                self.grants[code] = Grant(
                    asked["person"], asked["nonce"], asked["code_challenge"], asked["redirect_uri"]
                )
                back = urlencode({"code": code, "state": asked["state"]})
                _redirect(request, f"{asked['redirect_uri']}?{back}")
            case "/token":
                status, answer = self._token(request, form)
                _send(request, status, json.dumps(answer), "application/json")
            case "/logout":
                _redirect(request, asked["post_logout_redirect_uri"])
            case _:
                _send(request, 404, "not here", "text/plain")

    def _discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "end_session_endpoint": f"{self.issuer}/logout",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def _token(self, request: BaseHTTPRequestHandler, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        shown = request.headers.get("Authorization", "").removeprefix("Basic ")
        grant = self.grants.pop(form.get("code", ""), None)
        verifier = form.get("code_verifier", "").encode()
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier).digest()).rstrip(b"=").decode()
        expected = base64.b64encode(f"{CLIENT}:{SECRET.replace(' ', '+')}".encode()).decode()
        plain = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if grant is None or challenge != grant.challenge or shown not in {expected, plain}:
            return 400, {"error": "invalid_grant"}
        token = self.token_of(grant.person, grant.nonce)
        self.issued.append(token)
        return 200, {"access_token": secrets.token_urlsafe(8), "token_type": "Bearer", "id_token": token}

    def claims_of(self, name: str, nonce: str) -> dict[str, Any]:
        """What the provider says of somebody who signs in now."""
        person, now = PEOPLE[name], int(time.time())
        said = {} if person.verified is None else {"email_verified": person.verified}
        return {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": person.subject,
            "iat": now,
            "exp": now + person.lasts,
            "nonce": nonce,
            "name": name,
            "email": person.email,
            **said,
        }

    def token_of(self, name: str, nonce: str) -> str:
        """The same, signed."""
        return jwt.encode({"alg": "RS256", "kid": "test"}, self.claims_of(name, nonce), self.key)


def _send(request: BaseHTTPRequestHandler, status: int, body: str, kind: str) -> None:
    content = body.encode()
    request.send_response(status)
    request.send_header("Content-Type", kind)
    request.send_header("Content-Length", str(len(content)))
    request.end_headers()
    request.wfile.write(content)


def _redirect(request: BaseHTTPRequestHandler, address: str) -> None:
    request.send_response(302)
    request.send_header("Location", address)
    request.send_header("Content-Length", "0")
    request.end_headers()
