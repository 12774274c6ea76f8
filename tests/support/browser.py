"""A real browser: any error of the console, of a script or of the server fails the test."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, sync_playwright

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
Opener = Callable[..., Page]


def program() -> str | None:
    """The browser to run: CONUM_CHROMIUM, or the system's; None lets Playwright use its own."""
    return os.environ.get("CONUM_CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)


@contextmanager
def launched() -> Iterator[Browser]:
    """A headless browser, closed after the block."""
    with sync_playwright() as playwright:
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=program(), args=options)
        yield browser
        browser.close()


class Visitors:
    """Opens pages, each visitor in a context of its own (own cookies), and keeps what went wrong."""

    def __init__(self, browser: Browser, base_url: str) -> None:
        self.browser, self.base_url = browser, base_url
        self.faults: list[str] = []
        self.contexts: list[BrowserContext] = []

    def open(self, path: str = "", *, width: int = 1280, height: int = 900, **options: Any) -> Page:
        """A new visitor on `path`. `width` and `height` in pixels; options of Playwright's new_context."""
        size: Any = {"width": width, "height": height}
        context = self.browser.new_context(base_url=self.base_url, viewport=size, locale="fr-FR", **options)
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("response", self._response)
        if path:
            page.goto(path)
        return page

    def _console(self, message: ConsoleMessage) -> None:
        # The browser also logs the status of refused pages (404, 422), which tests ask for on purpose.
        if message.type == "error" and "the server responded with a status of 4" not in message.text:
            self.faults.append(f"console: {message.text} ({message.location.get('url')})")

    def _response(self, response: Response) -> None:
        static = "/static/" in response.url and response.status >= 400
        if static or response.status >= 500:
            self.faults.append(f"{response.status}: {response.url}")

    def close(self) -> None:
        """Close every visitor; raises AssertionError with all that went wrong."""
        for context in self.contexts:
            context.close()
        assert not self.faults, "\n".join(self.faults)


def scrolls_sideways(page: Page, *widths: int) -> list[int]:
    """At which of these widths, in pixels, something goes beyond the right edge of the page as it is now.

    One load serves a phone and a screen where only the style sheet tells them apart; axe looks at the page of a phone.
    """
    usual = page.viewport_size
    assert usual
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": usual["height"]})
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append(width)
    page.set_viewport_size(usual)
    return found


def check_accessible(page: Page) -> None:
    """Run axe on the page as it is now; raises AssertionError with each violation and its elements."""
    found = Axe().run(page)
    lines = [
        f"{violation['id']}: {violation['help']} {[node['target'] for node in violation['nodes'][:3]]}"
        for violation in found.response["violations"]
    ]
    assert not lines, f"{page.url}\n" + "\n".join(lines)
