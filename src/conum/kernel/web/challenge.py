"""The challenge of anonymous forms: a plain question anyone can read or hear, without script nor third party.

    class ContactForm(Challenged, Form):
        email = forms.EmailField(label=_("Adresse électronique"))

    ContactForm(request.POST, now=self.now)  # the question comes last, under the name `challenge`

A token names the question; it is signed, dies after two hours and serves once. A field hidden from people
catches the robots that fill everything, and a form sent back within two seconds is refused. The answer is not in the
token: it is computed from it with the application's secret key. A correct answer stays on the page while the person
corrects another field; the token is spent when the whole form is right.

In tests, `answer_to(token)` is the documented seam: it needs the secret key, which the tests have and robots do not;
the setting `CHALLENGE_MIN_SECONDS` (2 unless set) says how long a person takes at least.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conum.kernel.web.limits import allow

SALT = "conum.kernel.web.challenge"
LIFE = timedelta(hours=2)
TRAP = "site_web_2"
WORDS = (
    _("zéro"), _("un"), _("deux"), _("trois"), _("quatre"), _("cinq"), _("six"), _("sept"), _("huit"), _("neuf"),
    _("dix"), _("onze"), _("douze"), _("treize"), _("quatorze"), _("quinze"), _("seize"), _("dix-sept"),
    _("dix-huit"),
)  # fmt: skip


def new_token(now: datetime) -> str:
    """Return a signed token that names a question, made at `now`."""
    return signing.dumps([secrets.token_hex(8), int(now.timestamp())], salt=SALT)


def question_of(token: str) -> str:
    """Return the question in the language of the page: an addition of two numbers written in words."""
    first, second = _numbers(token)
    return gettext("Combien font {first} plus {second} ?").format(first=WORDS[first], second=WORDS[second])


def answer_to(token: str) -> str:
    """Return the expected answer in figures (needs the secret key: the seam of tests)."""
    return str(sum(_numbers(token)))


def _numbers(token: str) -> tuple[int, int]:
    mark = salted_hmac(SALT, token, algorithm="sha256").digest()
    return 1 + mark[0] % 9, 1 + mark[1] % 9


def _made_at(token: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(signing.loads(token, salt=SALT)[1], UTC)
    except (signing.BadSignature, ValueError, TypeError, IndexError):
        return None


class Reply(NamedTuple):
    """What came back: the answer typed, the token it answers, what was put in the trap."""

    answer: str
    token: str
    trap: str


class ChallengeWidget(forms.TextInput):
    """The input of the answer, its hidden token, and the trap."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Reply:
        """Read the three inputs."""
        return Reply(data.get(name, "").strip(), data.get(f"{name}_token", ""), data.get(f"{name}_{TRAP}", ""))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """The field is always there."""
        return False

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> str:
        """Draw them; the token shown is the one whose question the label asks."""
        reply = value if isinstance(value, Reply) else Reply("", "", "")
        return format_html(
            '{}<input type="hidden" name="{}_token" value="{}"><div hidden><input type="text" name="{}_{}" '
            'tabindex="-1" autocomplete="off" aria-hidden="true" value=""></div>',
            super().render(name, reply.answer, attrs, renderer),
            name,
            reply.token,
            name,
            TRAP,
        )


class ChallengeField(forms.Field):
    """The question as a field. Put by `Challenged`, which asks the question and spends the token."""

    widget = ChallengeWidget

    def __init__(self, **kwargs: Any) -> None:
        """Numeric keyboard on phones; nothing remembered by the browser."""
        kwargs.setdefault("help_text", _("Cette question évite les envois automatiques. Répondez en chiffres."))
        super().__init__(**kwargs)
        self.widget.attrs.update({"autocomplete": "off", "inputmode": "numeric", "maxlength": 20})

    def check(self, reply: Reply, now: datetime) -> None:
        """Raise `ValidationError`, with a sentence that says what to do, unless a person answered right in time."""
        made = _made_at(reply.token)
        if made is None or now - made > LIFE:
            raise ValidationError(_("Cette question n'est plus valable. Répondez à la nouvelle."), code="expired")
        if reply.trap:
            raise ValidationError(_("L'envoi ressemble à un envoi automatique. Répondez à la question."), code="trap")
        if (now - made).total_seconds() < _least_seconds():
            raise ValidationError(
                _("L'envoi a été trop rapide. Patientez deux secondes puis recommencez."), code="fast"
            )
        if not constant_time_compare(_figures(reply.answer), answer_to(reply.token)):
            raise ValidationError(_("Ce n'est pas la bonne réponse. Répondez à la nouvelle question."), code="wrong")


def _figures(answer: str) -> str:
    """Accept the answer in figures or in words, whatever the case."""
    plain = answer.lower().replace(" ", "-")
    words = {str(word): str(figure) for figure, word in enumerate(WORDS)}
    return words.get(plain, plain)


def _least_seconds() -> float:
    return float(getattr(settings, "CHALLENGE_MIN_SECONDS", 2))


class Challenged:
    """Adds the challenge at the end of an anonymous form; give `now` when building the form."""

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        """Ask a new question, or the same again while its answer is right."""
        self.now = now
        super().__init__(*args, **kwargs)
        self.fields["challenge"] = ChallengeField()  # type: ignore[attr-defined]
        if not self.is_bound:  # type: ignore[attr-defined]
            self._ask(new_token(now))
        else:
            self._ask(self._reply().token)

    def clean(self) -> dict[str, Any] | None:
        """Check the answer; spend the token when nothing else is wrong."""
        cleaned = super().clean()  # type: ignore[misc]
        field = self.fields["challenge"]  # type: ignore[attr-defined]
        reply = self._reply()
        try:
            field.check(reply, self.now)
            if not self.errors and not _spend(reply.token, self.now):  # type: ignore[attr-defined]
                raise ValidationError(_("Cette question a déjà servi. Répondez à la nouvelle."), code="spent")
        except ValidationError as refusal:
            self.add_error("challenge", refusal)  # type: ignore[attr-defined]
            self._ask_again()
        return cleaned

    def _reply(self) -> Reply:
        name = self.add_prefix("challenge")  # type: ignore[attr-defined]
        return ChallengeWidget().value_from_datadict(self.data, self.files, name)  # type: ignore[attr-defined]

    def _ask(self, token: str) -> None:
        field = self.fields["challenge"]  # type: ignore[attr-defined]
        field.initial = Reply("", token, "")
        field.label = question_of(token)

    def _ask_again(self) -> None:
        """Show a new question with an empty answer; everything else that was typed stays."""
        token, name = new_token(self.now), self.add_prefix("challenge")  # type: ignore[attr-defined]
        self.data = self.data.copy()  # type: ignore[attr-defined, has-type]
        self.data[name], self.data[f"{name}_token"], self.data[f"{name}_{TRAP}"] = "", token, ""
        self._ask(token)


def _spend(token: str, now: datetime) -> bool:
    """Use the token up; False when it was already."""
    return allow(f"challenge:{token}", limit=1, window=LIFE, now=now)
