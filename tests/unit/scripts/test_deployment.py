"""What docs/OPERATIONS.md and the files of a deployment say is what the code does."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pytest

from store.__main__ import main as store_command
from ui.kept import keeping_store
from ui.serving import entrance
from ui.visitors import identity, proxy_account, sign_in

FOLDERS = ("simulator", "store", "charts", "exports", "ui", "pages", "words", "scripts")
OURS = re.compile(r"\bSIMULATOR_[A-Z_]+\b")


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / "docs" / "OPERATIONS.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def nginx(root: Path) -> str:
    """Its directives, without comments."""
    text = (root / "docs" / "deployment" / "nginx.conf").read_text(encoding="utf-8")
    return re.sub(r"#.*", "", text)


def _in_code(root: Path) -> set[str]:
    files = [file for folder in FOLDERS for file in (root / folder).rglob("*.py")]
    return {name for file in files for name in OURS.findall(file.read_text(encoding="utf-8"))}


def _table(page: str) -> dict[str, str]:
    """The variables of the settings, each with its line."""
    settings = page.split("\n## Settings\n", 1)[1].split("\n## ", 1)[0]
    return {line.split("`")[1]: line for line in settings.splitlines() if line.startswith("| `")}


def test_every_setting_is_explained_and_none_that_there_is_not(root: Path, page: str) -> None:
    assert {name for name in _table(page) if name.startswith("SIMULATOR_")} == _in_code(root)
    assert set(OURS.findall(page)) <= set(_table(page))


def test_the_lengths_and_limits_in_the_settings_are_the_code_s(page: str) -> None:
    table = _table(page)
    assert f"1 to {sign_in.LONGEST_HOURS}" in table[sign_in.HOURS_VARIABLE]
    assert f"{sign_in.SHORTEST_SECRET} characters or more" in table[sign_in.SECRET_VARIABLE]
    assert f"{identity.SHORTEST_KEY} characters or more" in table[identity.KEY_VARIABLE]
    assert proxy_account.SECRET_HEADER.decode("ascii") in table[sign_in.SECRET_VARIABLE].lower()


@pytest.mark.parametrize("name", ["simulator.env", "simulator@.service", "nginx-sign-in.conf", "nginx.conf"])
def test_the_files_name_settings_that_there_are(root: Path, page: str, name: str) -> None:
    text = (root / "docs" / "deployment" / name).read_text(encoding="utf-8")
    variables = set(re.findall(r"\b(?:SIMULATOR|STREAMLIT)_[A-Z_]+\b", text))
    assert variables <= set(_table(page))
    assert name in page


def test_a_setting_left_as_it_is_shipped_is_refused(root: Path) -> None:
    text = (root / "docs" / "deployment" / "simulator.env").read_text(encoding="utf-8")
    placed = dict(
        line.lstrip("#").split("=", 1) for line in text.splitlines() if re.match(r"#?[A-Z_]+=PUT_", line)
    )
    assert set(placed) == {identity.KEY_VARIABLE, sign_in.SECRET_VARIABLE}
    assert len(placed[identity.KEY_VARIABLE]) < identity.SHORTEST_KEY
    assert len(placed[sign_in.SECRET_VARIABLE]) < sign_in.SHORTEST_SECRET
    assert f"#{entrance.OPEN_VARIABLE}=1" in text.splitlines()


def test_commands_of_the_store_are_there(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    named = set(re.findall(r"-m store ([a-z]+)", page))
    assert named == {"backup", "backups", "check", "restore", "revoke"}
    for command in named:
        with pytest.raises(SystemExit) as stopped:
            store_command([command, "--help"])
        assert stopped.value.code == 0
    capsys.readouterr()


def test_files_the_page_leads_to_are_there(root: Path, page: str) -> None:
    linked = [target for target in re.findall(r"\]\(([^)#]+)\)", page) if "://" not in target]
    copied = re.findall(r"docs/deployment/[\w.@-]+", page)
    assert linked
    assert [target for target in linked if not (root / "docs" / target).exists()] == []
    assert [target for target in copied if not (root / target).exists()] == []


def test_the_proxy_logs_no_query_no_referrer_and_no_upload_s_path(nginx: str) -> None:
    (form,) = re.findall(r"log_format simulator '([^']*)';", nginx)
    assert set(re.findall(r"\$(\w+)", form)) == {
        *("remote_addr", "time_iso8601", "request_method", "path_to_log"),
        *("status", "body_bytes_sent", "request_time"),
    }
    paths = re.search(r"map \$uri \$path_to_log \{(.*?)\}", nginx, re.DOTALL)
    assert paths
    rules = [line.rstrip(";").split() for line in map(str.strip, paths[1].splitlines()) if line]
    for path, logged in {
        "/_stcore/upload_file/session/file": "/_stcore/upload_file/...",
        "/media/0123abcd.csv": "/media/...",
        "/history": "$uri",
    }.items():
        patterns = [(one.removeprefix("~"), to) for one, to in rules if one.startswith("~")]
        found = next((to for one, to in patterns if re.match(one, path)), dict(rules)["default"])
        assert found == logged
    assert set(re.findall(r"error_log\s+\S+\s+(\w+);", nginx)) == {"crit"}
    assert set(re.findall(r"access_log\s+(.+?);", nginx)) == {"off", "/var/log/nginx/simulator.log simulator"}


def test_the_proxy_passes_on_what_the_app_needs(root: Path, nginx: str) -> None:
    headers = dict(re.findall(r"proxy_set_header ([\w-]+) (\S+);", nginx))
    assert headers == {
        "Host": "$http_host",
        "Upgrade": "$http_upgrade",
        "Connection": "$connection_upgrade",
        "X-Forwarded-Proto": "$scheme",
        "X-Forwarded-For": "$remote_addr",
    }
    assert "proxy_http_version 1.1;" in nginx
    assert "proxy_buffering off;" in nginx
    config = tomllib.loads((root / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    (largest,) = re.findall(r"client_max_body_size (\d+)m;", nginx)
    assert int(largest) > config["server"]["maxUploadSize"]


def test_a_browser_stays_with_its_replica_by_the_cookie_it_has(nginx: str) -> None:
    assert f"hash $cookie_{identity.COOKIE} consistent;" in nginx


def test_a_proxy_that_signs_people_in_replaces_what_they_sent(root: Path) -> None:
    text = (root / "docs" / "deployment" / "nginx-sign-in.conf").read_text(encoding="utf-8")
    set_headers = {
        name.lower(): value for name, value in re.findall(r"proxy_set_header ([\w-]+)\s+(\S+)", text)
    }
    env = (root / "docs" / "deployment" / "simulator.env").read_text(encoding="utf-8")
    (named,) = re.findall(rf"^#{sign_in.HEADER_VARIABLE}=(\S+)$", env, re.MULTILINE)
    assert set_headers[named.lower()] == "$remote_user;"
    assert proxy_account.SECRET_HEADER.decode("ascii") in set_headers


def test_the_service_starts_the_app_as_it_is_started_here(root: Path) -> None:
    text = (root / "docs" / "deployment" / "simulator@.service").read_text(encoding="utf-8")
    settings = dict(line.split("=", 1) for line in text.splitlines() if "=" in line and line[0].isalpha())
    command = shlex.split(settings["ExecStart"])
    assert command[1:5] == ["-m", "streamlit", "run", "app.py"]
    assert command[5:] == ["--server.port", "%i", "--server.headless", "true"]
    assert settings["EnvironmentFile"] == "/etc/simulator.env"


def test_sharing_is_turned_off_as_the_page_says(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert f"`{keeping_store.SHARING_VARIABLE}=off`" in page
    monkeypatch.setenv(keeping_store.SHARING_VARIABLE, "off")
    assert not keeping_store.is_sharing_on()
