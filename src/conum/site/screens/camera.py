"""A browser that takes the pictures, and the server it looks at."""

from __future__ import annotations

import os
import shutil
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from playwright.sync_api import Browser, Page, sync_playwright

from conum.commons.accounts.models import Person
from conum.site import supervisor

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 60.0  # seconds for the server to answer
HEAVIEST = 250_000  # bytes of one picture
QUIET = "* { animation: none !important; transition: none !important; caret-color: transparent !important; }"


class PictureTooHeavy(Exception):
    """A picture weighs more than the repository should carry."""


@contextmanager
def served() -> Iterator[str]:
    """Serve the application on a free port inside the block; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--interface=wsgi", "--log-level=error", "--no-ws", "--host", "127.0.0.1", "--port", str(port)]
    command = [sys.executable, "-m", "granian", *options, "conum.site.wsgi:application"]
    cookies = {"PORT": str(settings.ENVIRONMENT.port), "CONUM_AS_OWNER": "0"}
    process = supervisor.spawn(*command, environment=cookies)
    try:
        _wait(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        supervisor.stop(process)
        supervisor.end_group(process)


def _wait(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)


@contextmanager
def launched() -> Iterator[Browser]:
    """A headless browser, closed after the block."""
    program = os.environ.get("CONUM_CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)
    with sync_playwright() as playwright:
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=program, args=options)
        yield browser
        browser.close()


def session_of(email: str) -> str:
    """Return the key of a session in which this account has shown its second factor; "" for a visitor."""
    if not email:
        return ""
    person = Person.objects.get(email=email)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session["second_factor"] = str(person.pk)
    session.create()
    return str(session.session_key)


@contextmanager
def opened(browser: Browser, address: str, path: str, width: int, session: str = "") -> Iterator[Page]:
    """A visitor on a page, light theme, French, still."""
    view: Any = {"width": width, "height": 900}
    context = browser.new_context(
        base_url=address, viewport=view, locale="fr-FR", color_scheme="light", reduced_motion="reduce", bypass_csp=True
    )
    if session:
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
    page = context.new_page()
    answer = page.goto(path, wait_until="networkidle")
    if answer is None or answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status if answer else 'no answer'}")
    page.add_style_tag(content=QUIET)
    yield page
    context.close()


def photograph(page: Page, path: Path, width: int, tallest: int) -> int:
    """Write the picture of the page, cut at `tallest` pixels; returns its weight in bytes.

    Raises:
        PictureTooHeavy: more than `HEAVIEST`.
    """
    height = min(page.evaluate("document.documentElement.scrollHeight"), tallest)
    page.set_viewport_size({"width": width, "height": height})
    page.screenshot(path=path, animations="disabled", caret="hide")
    if path.stat().st_size > HEAVIEST:
        raise PictureTooHeavy(f"{path.name}: {path.stat().st_size} bytes")
    return path.stat().st_size
