"""People in their browsers: what they read, type and press; the mails they receive."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Locator, Page

from conum.kernel.web.challenge import answer_to
from tests.support.worker import work

PATIENCE = 10_000  # milliseconds
IDENTIFIERS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)[\w:=-]{20,}(?=/)")


def begins(words: str) -> re.Pattern[str]:
    """A label that begins with these words: hints and « facultatif » follow it."""
    return re.compile(rf"^\s*{re.escape(words)}")


class Somebody:
    """One person in a browser of their own.

    Args:
        page: their page.
        check: called on each kind of page when they first come to it.
        seen: kinds of pages already checked, shared by everybody.
    """

    def __init__(self, page: Page, email: str, check: Callable[[Page], None], seen: set[str]) -> None:
        self.page, self.email, self.check, self.seen = page, email, check, seen
        page.set_default_timeout(PATIENCE)

    @property
    def main(self) -> Locator:
        """The content of the page."""
        return self.page.get_by_role("main")

    def reads(self, *texts: str) -> "Somebody":
        """These words are on the page, in this person's sight."""
        for text in texts:
            self.main.get_by_text(text).locator("visible=true").first.wait_for()
        return self.looks()

    def looks(self) -> "Somebody":
        """Check the page if it is of a new kind: same address without identifiers, same title."""
        kind = f"{IDENTIFIERS.sub('…', urlsplit(self.page.url).path)} {self.page.title()}"
        if kind not in self.seen:
            self.seen.add(kind)
            self.check(self.page)
        return self

    def arrives(self, heading: str) -> "Somebody":
        """The page has this title."""
        self.page.get_by_role("heading", level=1, name=heading).wait_for()
        return self.looks()

    def follows(self, link: str, *, heading: str = "") -> "Somebody":
        """Press a link of the content."""
        self.main.get_by_role("link", name=link).first.click()
        return self.arrives(heading) if heading else self

    def opens(self, entry: str, heading: str = "") -> "Somebody":
        """Press an entry of the main menu."""
        menu = self.page.get_by_role("navigation", name="Menu principal")
        folded = menu.locator("details:not([open])", has=self.page.get_by_text(entry, exact=True)).first
        if folded.count() and not menu.get_by_role("link", name=entry, exact=True).count():
            folded.locator("summary").click()
        menu.get_by_role("link", name=entry, exact=True).click()
        return self.arrives(heading or entry)

    def presses(self, button: str) -> "Somebody":
        """Press a button of the content."""
        self.main.get_by_role("button", name=button).first.click()
        return self

    def agrees(self, button: str) -> "Somebody":
        """Press a button that asks for a confirmation, and confirm."""
        self.presses(button)
        self.page.get_by_role("dialog").get_by_role("button", name=button).click()
        return self

    def types(self, **given: str) -> "Somebody":
        """Fill fields by their label: `types(**{"Prénom": "Awa"})`."""
        for label, text in given.items():
            self.main.get_by_label(begins(label)).first.fill(text)
        return self

    def chooses(self, **given: str) -> "Somebody":
        """Choose in lists by their label."""
        for label, choice in given.items():
            self.main.get_by_label(begins(label)).first.select_option(label=choice)
        return self

    def ticks(self, *labels: str) -> "Somebody":
        """Tick boxes and radio buttons by their label."""
        for label in labels:
            self.main.get_by_label(begins(label)).first.check(force=True)  # drawn by their label: hidden itself
        return self

    def joins(self, label: str, name: str, content: bytes) -> "Somebody":
        """Choose a file."""
        file: Any = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        self.main.get_by_label(begins(label)).first.set_input_files(file)
        return self

    def finds_commune(self, typed: str, chosen: str) -> "Somebody":
        """Type the beginning of a name and choose in the list that comes."""
        field = self.main.get_by_role("combobox", name=re.compile("ommune"))
        field.press_sequentially(typed)
        self.page.get_by_role("option", name=chosen).first.click()
        return self

    def answers_the_question(self) -> "Somebody":
        """Answer the question against automatic sending."""
        token = self.page.locator("input[name=challenge_token]").input_value()
        self.page.locator("input[name=challenge]").fill(answer_to(token))
        return self

    def opens_mail(self, subject: str) -> "Somebody":
        """Follow the link of the last mail received with this subject."""
        found = re.findall(r"https?://\S+", self.mail(subject).body)
        self.page.goto(urlsplit(found[0]).path)
        return self

    def mail(self, subject: str) -> Any:
        """The last mail received whose subject holds these words, once the jobs have run."""
        work()
        mine = [each for each in mail.outbox if self.email in each.to]
        found = [each for each in mine if subject in each.subject]
        assert found, f"{self.email} has received {[each.subject for each in mine]}"
        return found[-1]

    def signs_in(self, *, second_factor: bool = False) -> "Somebody":
        """From the sign-in page: by the code received, then with a new application of codes if the role wants one."""
        self.arrives("Se connecter").types(**{"Adresse électronique": self.email}).presses("Recevoir un code")
        self.arrives("Saisir le code reçu")
        code = re.search(r"\b\d{6}\b", self.mail("code").body)
        assert code
        self.types(**{"Code reçu": code[0]}).presses("Se connecter")
        return self.enrols() if second_factor else self

    def enrols(self) -> "Somebody":
        """Add an application of codes, keep the codes of rescue, go on to the page that was asked."""
        self.arrives("Protéger mon compte").follows("Ajouter une application", heading="Ajouter une application")
        secret = self.page.locator("#secret").inner_text()
        shown = format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30))
        self.types(**{"Code affiché par l'application": shown}).presses("Activer")
        self.arrives("Codes de secours").follows("C'est noté, continuer", heading="Protéger mon compte")
        return self.follows("Continuer vers ma page")
