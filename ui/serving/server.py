"""The server around the pages: what stands before Streamlit's own routes, and what runs while it starts."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import BaseRoute, Route
from streamlit.web.server.starlette import App

from simulator.version import ENGINE_VERSION
from ui.kept.keeping_store import cared_for, keeper
from ui.serving.binding import OwnMachineOnly
from ui.serving.entrance import may_serve_a_network, rules_at_start
from ui.serving.faults import redact_log_records
from ui.serving.headers import SecurityHeaders
from ui.serving.interruption import keep_answers_whole
from ui.serving.uploads import UploadBudget
from ui.serving.warm import Collector, is_ready, warm_up
from ui.visitors.identity import HEADER, BrowserIdentity
from ui.visitors.sign_in_return import SignInReturn


async def health(_request: Request) -> JSONResponse:
    """The server answers. ready: a first visitor would not wait for imports; keeps: plans can be kept."""
    keeps = keeper().failure is None
    return JSONResponse({"status": "ok", "ready": is_ready(), "keeps": keeps, "version": ENGINE_VERSION})


async def home(request: Request) -> RedirectResponse:
    """The first page has no name in its address; whoever types it is sent there, with the query of the link."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/{query}")


@asynccontextmanager
async def lifespan(_app: App) -> AsyncIterator[None]:
    """Warm up beside the server's start, collect garbage by the clock and look after the store until it stops."""
    redact_log_records()
    keep_answers_whole()
    threading.Thread(target=warm_up, name="warm-up", daemon=True).start()
    collector = Collector()
    collector.start()
    try:
        with cared_for():
            yield
    finally:
        collector.stop()


ROUTES: list[BaseRoute] = [
    Route("/healthz", health, methods=["GET"]),
    Route("/target", home, methods=["GET"]),
]
RULES = rules_at_start()
# Outermost first: a refused host gets its headers but no cookie, and no upload is counted for it.
MIDDLEWARE: list[Middleware] = [
    Middleware(SecurityHeaders),
    Middleware(OwnMachineOnly, is_open=may_serve_a_network(RULES)),
    Middleware(BrowserIdentity, rules=RULES),
    Middleware(SignInReturn, browser_header=HEADER),
    Middleware(UploadBudget),
]
