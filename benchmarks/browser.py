"""How long a slider takes in the browser: the verdict on Target beside an empty Streamlit app with one slider."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.workloads import small
from simulator import dump_scenario

ROOT = Path(__file__).resolve().parent.parent
PER_SLIDER = 17
UNCOUNTED = 2
MOVES = 32
EMPTY_APP = "import streamlit as st\nvalue = st.slider('Value', 0, 100, 50)\nst.metric('Result', value)\n"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# The clock starts at the key press and stops when the shown text differs, both in the page: no polling from outside.
WATCH = """([selector, sliders, number]) => new Promise((resolve, reject) => {
    const node = () => document.querySelector(selector)?.innerText ?? '';
    const before = node();
    const slider = document.querySelectorAll(sliders)[number];
    slider.focus();
    let started = 0;
    const observer = new MutationObserver(() => {
        if (started && node() !== before && node() !== '') {
            observer.disconnect();
            resolve(performance.now() - started);
        }
    });
    observer.observe(document.body, {subtree: true, childList: true, characterData: true});
    slider.addEventListener('keydown', () => { started = started || performance.now(); }, {once: true, capture: true});
    setTimeout(() => { observer.disconnect(); reject(new Error('nothing changed within 20 s')); }, 20000);
    window.benchReady = true;
})"""


@contextlib.contextmanager
def served(script: Path, *options: str, data: Path | None = None) -> Iterator[str]:
    """The address of `streamlit run script` on a free port; what it keeps goes into `data`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            str(script),
            "--server.port",
            str(port),
            *options,
        ]
        environment = {**os.environ, "SIMULATOR_DATA_DIR": str(data or folder)}
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_until_answering(process, address)
            yield address
        finally:
            process.terminate()
            process.wait(15)


def _wait_until_answering(process: subprocess.Popen[bytes], address: str) -> None:
    """Raises RuntimeError where the server ends first or takes a minute."""
    for _ in range(200):
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=1)
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.3)
                break
    raise RuntimeError(f"No server answers at {address}; its exit code is {process.poll()}.")


def moves(page: Page, shown: str) -> list[float]:
    """Milliseconds from key press to changed text, for every counted move; each is to a value not seen before."""
    sliders = '[data-testid="stSlider"] input'
    page.wait_for_selector(sliders, timeout=60_000, state="attached")
    page.wait_for_selector(shown, timeout=60_000)
    page.wait_for_timeout(4_000)
    number = page.locator(sliders).count()
    found: list[float] = []
    for move in range(MOVES + UNCOUNTED):
        slider = min(move // PER_SLIDER, number - 1)
        arguments = json.dumps([shown, sliders, slider])
        page.evaluate(f"window.benchReady = false; window.benchMove = ({WATCH})({arguments}); null")
        page.wait_for_function("window.benchReady")
        page.keyboard.press("ArrowRight")
        found.append(float(page.evaluate("window.benchMove")))
        page.wait_for_timeout(300)
    return found[UNCOUNTED:]


def open_plan(page: Page, folder: Path) -> None:
    """Open workload (a) as a user would: menu, file, use."""
    plan = folder / "plan.toml"
    plan.write_text(dump_scenario(small()), encoding="utf-8")
    page.locator(".st-key-plan_menu button").first.click(timeout=60_000)
    page.locator('[data-testid="stFileUploader"] input').set_input_files(plan)
    page.locator(".st-key-plan_use button").click()
    page.get_by_text(small().name).first.wait_for()
    page.keyboard.press("Escape")


def browser() -> None:
    """Print median and 95th percentile for both apps."""
    path = next((found for found in map(shutil.which, CHROMIUM) if found), None)
    if path is None:
        print("No Chromium on this machine: the browser figures are left out.")
        return
    print(f"A slider moved {MOVES} times, milliseconds until the answer on the page has changed")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        empty = Path(folder) / "empty.py"
        empty.write_text(EMPTY_APP, encoding="utf-8")
        chromium = playwright.chromium.launch(
            executable_path=path, args=["--headless", "--no-sandbox", "--disable-gpu", "--no-proxy-server"]
        )
        for label, script, shown in (
            ("empty app", empty, '[data-testid="stMetricValue"]'),
            ("Target (a)", ROOT / "app.py", '[data-testid="stColumn"]:has(.st-key-verdict)'),
        ):
            with served(script, "--server.headless", "true", "--server.fileWatcherType", "none") as address:
                page = chromium.new_page(viewport={"width": 1280, "height": 720})
                page.goto(address)
                if label != "empty app":
                    open_plan(page, Path(folder))
                found = moves(page, shown)
                page.close()
            p95 = statistics.quantiles(found, n=20)[-1]
            print(
                f"  {label:10s} median {statistics.median(found):4.0f} ms   95 % within {p95:4.0f} ms",
                flush=True,
            )
        chromium.close()
