"""What the server promises whatever the pages show: headers, identity, uploads, failures."""

from __future__ import annotations

import http.client
import json
import secrets

import pytest
from playwright.sync_api import Page

from tests.app.chromium import Watch, wait_until_drawn
from tests.app.raw_client import (
    IDENTITY_COOKIE,
    RawSession,
    cookies_of_a_first_visit,
    upload,
)
from tests.app.server_process import ServerProcess
from ui.serving.uploads import MEBIBYTE, SESSION_BUDGET_BYTES

STREAM = "/_stcore/stream"
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
}
SLIDER = '[data-testid="stSlider"] input, [data-testid="stSlider"] [role=slider]'


def _get(
    process: ServerProcess, path: str, headers: dict[str, str] | None = None
) -> tuple[int, http.client.HTTPMessage, str]:
    connection = http.client.HTTPConnection("127.0.0.1", process.port, timeout=30)
    connection.request("GET", path, headers=headers or {})
    answer = connection.getresponse()
    body = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer.status, answer.headers, body


def test_healthz_says_that_the_server_is_warm(app_server: ServerProcess) -> None:
    status, _, body = _get(app_server, "/healthz")
    assert status == 200
    answer = json.loads(body)
    assert (answer["status"], answer["ready"]) == ("ok", True)


def test_the_server_was_warmed_up_without_a_complaint(app_server: ServerProcess) -> None:
    assert "could not be warmed up" not in app_server.output()


@pytest.mark.parametrize(
    "path", ["/", "/team", "/healthz", "/_stcore/health", "/_stcore/host-config", "/nowhere"]
)
def test_s13_every_answer_carries_the_security_headers(app_server: ServerProcess, path: str) -> None:
    _, headers, _ = _get(app_server, path)
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy
    assert policy.count("unsafe-inline") == 1  # of styles only
    assert f"ws://127.0.0.1:{app_server.port}" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"


def test_hashed_assets_may_be_kept_by_the_browser(app_server: ServerProcess) -> None:
    _, _, page = _get(app_server, "/")
    script = page.split('src="./static/', 1)[1].split('"', 1)[0]
    status, headers, _ = _get(app_server, f"/static/{script}")
    assert status == 200
    assert "no-store" not in headers["Cache-Control"]
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/_stcore/metrics"])
def test_what_the_server_counts_is_not_shown(app_server: ServerProcess, path: str) -> None:
    assert _get(app_server, path)[0] == 404


@pytest.mark.parametrize("host", ["evil.test", "127.0.0.1.evil.test", "localhost.evil.test:80"])
def test_a_foreign_name_for_this_machine_is_refused(app_server: ServerProcess, host: str) -> None:
    status, _, body = _get(app_server, "/", {"Host": host})
    assert status == 403
    assert "STREAMLIT_SERVER_ALLOWED_HOSTS" in body
    assert _get(app_server, STREAM, {**UPGRADE, "Host": host, "Origin": f"http://{host}"})[0] == 403


@pytest.mark.parametrize(
    "origin", ["https://evil.test", "null", "http://127.0.0.1:1", "http://127.0.0.1.evil.test"]
)
def test_a_websocket_of_another_site_is_refused(app_server: ServerProcess, origin: str) -> None:
    assert _get(app_server, STREAM, {**UPGRADE, "Origin": origin})[0] == 403
    # Streamlit would look this machine's public address up on the internet before it refused.
    assert "external IP" not in app_server.output()


def test_no_frame_message_of_another_site_is_listened_to(app_server: ServerProcess) -> None:
    _, _, body = _get(app_server, "/_stcore/host-config")
    assert json.loads(body)["allowedOrigins"] == []


def test_a_browser_gets_an_identity_that_scripts_cannot_read(app_server: ServerProcess) -> None:
    _, headers, _ = _get(app_server, "/")
    cookie = next(value for value in headers.get_all("Set-Cookie") or [] if value.startswith(IDENTITY_COOKIE))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie
    _, behind_proxy, _ = _get(app_server, "/", {"X-Forwarded-Proto": "https"})
    encrypted = next(v for v in behind_proxy.get_all("Set-Cookie") or [] if v.startswith(IDENTITY_COOKIE))
    assert encrypted.endswith("; Secure")


def test_a_known_browser_keeps_its_identity(probe: ServerProcess) -> None:
    cookies = cookies_of_a_first_visit(probe.port)
    _, headers, _ = _get(probe, "/", {"Cookie": f"{IDENTITY_COOKIE}={cookies[IDENTITY_COOKIE]}"})
    assert not [v for v in headers.get_all("Set-Cookie") or [] if v.startswith(IDENTITY_COOKIE)]
    with RawSession(probe.port, cookies) as first, RawSession(probe.port, cookies) as second:
        assert first.value("browser") == second.value("browser") == cookies[IDENTITY_COOKIE].split(".")[0]
        assert first.session_id != second.session_id


def test_a_forged_cookie_is_not_believed(probe: ServerProcess) -> None:
    own = cookies_of_a_first_visit(probe.port)
    victim = own[IDENTITY_COOKIE].split(".")[0]
    with RawSession(probe.port, {IDENTITY_COOKIE: f"{victim}.{secrets.token_urlsafe(32)}"}) as session:
        assert session.value("browser") != victim


def test_a_forged_header_is_stripped(probe: ServerProcess) -> None:
    cookies = cookies_of_a_first_visit(probe.port)
    forged = [("X-Anon-Id", "forged"), ("x-anon-id", "forged")]
    with RawSession(probe.port, cookies, headers=forged) as session:
        assert session.value("browser") == cookies[IDENTITY_COOKIE].split(".")[0]
    with RawSession(probe.port, {}, headers=forged) as stranger:
        assert stranger.value("browser") != "forged"


def test_a_session_is_not_handed_to_another_browser_that_knows_its_id(probe: ServerProcess) -> None:
    owner, thief = cookies_of_a_first_visit(probe.port), cookies_of_a_first_visit(probe.port)
    with RawSession(probe.port, owner) as session:
        secret = session.value("secret")
        with RawSession(probe.port, thief, session.session_id) as stolen:
            assert stolen.session_id != session.session_id
            assert stolen.value("secret") != secret
        with RawSession(probe.port, {}, session.session_id) as stolen:
            assert stolen.value("secret") != secret
        session.rerun()
        assert session.value("secret") == secret  # the owner was not thrown out
    with RawSession(probe.port, thief, session.session_id) as stolen:
        assert stolen.value("secret") != secret


def test_the_owner_of_a_session_comes_back_to_it(probe: ServerProcess) -> None:
    cookies = cookies_of_a_first_visit(probe.port)
    with RawSession(probe.port, cookies) as session:
        secret = session.value("secret")
    with RawSession(probe.port, cookies, session.session_id) as again:
        assert again.session_id == session.session_id
        assert again.value("secret") == secret


def test_uploads_of_a_session_stop_at_its_budget(probe: ServerProcess) -> None:
    cookies = cookies_of_a_first_visit(probe.port)
    content = b"x" * (45 * MEBIBYTE)
    fitting = SESSION_BUDGET_BYTES // len(content)
    with RawSession(probe.port, cookies) as session, RawSession(probe.port, cookies) as neighbour:
        for number in range(fitting):
            assert upload(probe.port, cookies, session.session_id, f"file{number}", content)[0] == 204
        status, sentence = upload(probe.port, cookies, session.session_id, "one-more", content)
        assert status == 413
        assert f"{SESSION_BUDGET_BYTES // MEBIBYTE} MB" in sentence
        # Replacing a file needs no more room, and another session is not concerned.
        assert upload(probe.port, cookies, session.session_id, "file0", content)[0] == 204
        assert upload(probe.port, cookies, neighbour.session_id, "first", b"a,b\n")[0] == 204


def test_charts_editors_uploads_and_downloads_work_under_the_policy(
    probe: ServerProcess, watched_page: tuple[Page, Watch]
) -> None:
    page, watch = watched_page
    page.goto(probe.url)
    wait_until_drawn(page)
    page.locator(
        '[data-testid="stVegaLiteChart"] canvas, [data-testid="stVegaLiteChart"] svg'
    ).first.wait_for()
    page.locator('[data-testid="stDataFrame"] canvas').first.wait_for()
    page.set_input_files(
        "input[type=file]", {"name": "deals.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\n"}
    )
    page.get_by_text("deals.csv has 8 bytes").wait_for()
    page.locator(SLIDER).first.focus()
    page.keyboard.press("ArrowRight")
    page.get_by_text("rate 23").wait_for()
    with page.expect_download() as download:
        page.get_by_text("Template").click()
    assert download.value.path().read_text() == "month,won\n"
    assert watch.policy_violations == []
    assert watch.refused == []


def test_a_picture_from_elsewhere_is_not_fetched(
    probe: ServerProcess, visitor_watch: tuple[Page, Watch]
) -> None:
    page, watch = visitor_watch
    failures: list[str | None] = []
    page.on("requestfailed", lambda request: failures.append(request.failure))
    page.goto(probe.url)
    wait_until_drawn(page)
    with page.expect_event("requestfailed"):
        page.get_by_text("Picture from elsewhere").click()
    assert failures == ["csp"]
    assert watch.strangers == ["http://192.0.2.1/beacon.png"]


def test_a_failing_page_shows_one_sentence_and_logs_no_values(
    probe: ServerProcess, browser_page: Page
) -> None:
    browser_page.goto(probe.url)
    wait_until_drawn(browser_page)
    browser_page.get_by_role("button", name="Fail").click()
    alert = browser_page.locator('[data-testid="stAlert"]')
    alert.wait_for()
    shown = alert.inner_text()
    reference = shown.rsplit("reference ", 1)[1].strip(". \n")
    assert browser_page.locator('[data-testid="stException"]').count() == 0
    assert f"(reference {reference}): ValueError" in probe.output()
    assert "tests/app/probe/script.py" in probe.output()
    for text in (shown, browser_page.content(), probe.output()):
        assert "hunter2" not in text
        assert "Acme" not in text
    wait_until_drawn(browser_page)
    browser_page.locator(SLIDER).first.focus()  # the session goes on
    browser_page.keyboard.press("ArrowRight")
    browser_page.get_by_text("rate 23").wait_for()
