"""Acting for somebody, through the browser: from a request for accreditation to a mandate the citizen ends.

Four people: a lead, a national administrator, a helper and the citizen, who signs in with the provider that stands in
for FranceConnect. Each goes by links, buttons and the mails received; the demonstration's service is the relying party.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from django.utils import timezone
from requests import HTTPError

from conum.commons.accounts.enums import Role
from conum.domains.mandates.models import Authorisation, Mandate, TotpCard, Use
from tests.domains.mandates.served import Desk
from tests.domains.mandates.test_oidc_authlib import Service, service_of
from tests.factories_accounts import make_membership, make_person
from tests.factories_accreditation import SEED, shown
from tests.site.test_main_line import SIRET, TOWN_HALL
from tests.support import directory
from tests.support import franceconnect as fc
from tests.support.people import Somebody

pytestmark = pytest.mark.django_db(transaction=True)
CARD = "GADT000042"
MONEY = "Argent"


@pytest.fixture
def outside(settings: Any, live_server: Any) -> Iterator[None]:
    """FranceConnect's stand-in, a directory that knows the town hall, mails through the outbox, invented people."""
    settings.CHALLENGE_MIN_SECONDS = 0
    settings.CONUM_SYNTHETIC = True
    settings.SITE_ADDRESS = live_server.url
    settings.EMAIL_BACKEND = "conum.commons.messaging.operations.OutboxBackend"
    with directory.knowing(TOWN_HALL) as address, fc.stand_in(live_server.url) as issuer:
        settings.COMPANY_DIRECTORY = address
        fc.configure(settings, issuer)
        yield


class Card:
    """The helper's card: it shows a code for sixty seconds, and a code serves once."""

    ahead = 0

    def code(self) -> str:
        """The code shown, or the one that follows when the last one has served."""
        found = TotpCard.objects.get(serial=CARD)
        now = timezone.now()
        step = int(now.timestamp()) // 60
        self.ahead = max(step, self.ahead + 1)
        return shown(found, now, drift=self.ahead - step)


def test_from_the_request_for_accreditation_to_the_mandate_ended(
    visitors: Any, axe: Any, outside: None, live_server: Any
) -> None:
    seen: set[str] = set()

    def check(page: Any) -> None:
        axe(page)
        fits_a_phone(page)

    lead, admin, helper, citizen = (
        Somebody(visitors.open("/"), f"{name}@bourg.example.org", check, seen)
        for name in ("lou.bernard", "admin", "awa.diallo", "citizen")
    )
    make_membership(Role.NATIONAL_ADMIN, make_person(email=admin.email, last_name="Admin"))
    lead_asks(lead)
    administrator_answers(admin)
    lead_replies(lead)
    administrator_accredits(admin)
    administrator_imports_cards(admin)
    lead_joins(lead)
    helper_accepts(helper)
    card = Card()
    lead_makes_the_helper_active(lead, card)
    helper_signs_in_with_the_card(helper, card)
    helper_signs_a_mandate(helper, card)
    helper_acts_on_the_service(helper)
    service, token = helper_acts_elsewhere(helper, live_server.url)
    citizen_sees_the_use_and_ends_the_mandate(citizen)
    everything_is_refused_at_once(helper, service, token)


def fits_a_phone(page: Any) -> None:
    """At 375 pixels nothing is wider than the screen."""
    size = page.viewport_size
    page.set_viewport_size({"width": 375, "height": 812})
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(size)
    assert wide <= 375, f"{page.url}: {wide} pixels"


def lead_asks(lead: Somebody) -> None:
    """The steps, a draft kept on the way and taken up again from its link, the address confirmed."""
    lead.page.goto("/aidants-connect/demander/")
    lead.arrives("Demander l'habilitation").follows("Commencer ma demande").reads("Votre organisation")
    lead.types(Prénom="Lou", Nom="Bernard", Profession="Responsable de l'accueil")
    lead.types(**{"Adresse électronique": lead.email}).presses("Enregistrer et continuer plus tard")
    lead.arrives("Votre brouillon est enregistré")
    link = lead.main.locator("#draft-link").inner_text()
    lead.page.context.clear_cookies()
    lead.page.goto(link)
    lead.reads("l'annuaire public").types(SIRET=SIRET).presses("Continuer").reads("Vérifiez ce que l'annuaire a trouvé")
    lead.ticks("Commune").presses("Continuer").reads("Sa mission")
    lead.types(**{"Mission": "Accueillir et aider les habitants de la commune.", "Nombre de personnes": "250"})
    lead.presses("Continuer").reads("Le référent")
    lead.types(**{"Prénom du référent": "Lou", "Nom du référent": "Bernard", "Profession": "Responsable"})
    lead.types(**{"Adresse électronique": lead.email}).ticks("Non").presses("Continuer").reads("Personnes déjà nommées")
    lead.types(Prénom="Zoé", Nom="Roy", Profession="Agente").ticks("Salarié")
    lead.types(**{"Adresse électronique": "zoe.roy@bourg.example.org"}).presses("Ajouter cette personne")
    lead.reads("Zoé Roy").presses("Continuer sans ajouter personne").reads("Vos engagements")
    lead.ticks("Mon organisation accepte", "Notre délégué", "Tous les aidants", "Aucun élu", "Aucun bénévole")
    lead.presses("Continuer").reads("Les cinq engagements sont acceptés").answers_the_question()
    lead.presses("Envoyer ma demande").arrives("Consultez vos courriels")
    lead.opens_mail("Confirmez votre adresse").arrives("Confirmer mon adresse").presses("Confirmer mon adresse")
    lead.reads("Votre adresse est confirmée", "L'administration examine la demande")


def administrator_answers(admin: Somebody) -> None:
    """Asks for a change of the application."""
    admin.opens_mail("à examiner").signs_in(second_factor=True).arrives("COMMUNE DE LIMOGES")
    admin.reads("Accueillir et aider les habitants").follows("Répondre", heading="Répondre au demandeur")
    admin.ticks("Demander des modifications").types(**{"Message": "Précisez où les habitants sont accueillis."})
    admin.presses("Envoyer").reads("Votre réponse est envoyée")


def lead_replies(lead: Somebody) -> None:
    """Reads the message, writes, corrects and sends again."""
    lead.opens_mail("habilitation n°").reads("Précisez où les habitants sont accueillis.")
    lead.follows("Écrire à l'administration", heading="Écrire à l'administration")
    lead.types(**{"Votre message": "À la mairie annexe, je corrige."}).presses("Envoyer").reads("À la mairie annexe")
    lead.presses("Modifier ma demande").reads("Votre organisation")
    lead.page.goto("/aidants-connect/demander/mission/")
    lead.types(Mission="Accueillir et aider les habitants à la mairie annexe.").presses("Continuer")
    lead.page.goto("/aidants-connect/demander/envoi/")
    lead.presses("Envoyer ma demande").reads("Votre demande est déposée", "L'administration examine la demande")


def administrator_accredits(admin: Somebody) -> None:
    """Reads the exchange and accepts."""
    admin.opens("Demandes d'habilitation", heading="Demandes d'habilitation Aidants Connect")
    admin.reads("1 demande attend votre examen").follows("COMMUNE DE LIMOGES", heading="COMMUNE DE LIMOGES")
    admin.reads("À la mairie annexe, je corrige.").follows("Habiliter", heading="Habiliter l'organisation")
    admin.presses("Habiliter").reads("L'organisation est habilitée")


def administrator_imports_cards(admin: Somebody) -> None:
    """A file of one card: reported, then kept."""
    admin.opens("Cartes", heading="Cartes Aidants Connect").follows(
        "Importer un fichier", heading="Importer des cartes"
    )
    admin.joins("Fichier des cartes", "cartes.csv", f"serial;seed\n{CARD};{SEED.hex()}\n".encode())
    admin.presses("Vérifier le fichier").reads("1 ligne correcte").presses("Importer 1 carte").reads(CARD)


def lead_joins(lead: Somebody) -> None:
    """Accepts the invitation and invites a helper."""
    lead.opens_mail("vous invite sur Conum").arrives("Vous êtes invité").presses("Accepter l'invitation")
    lead.enrols()
    lead.opens("Aidants").follows("Inviter un aidant", heading="Inviter un aidant")
    lead.types(Prénom="Awa", Nom="Diallo", Profession="Agente d'accueil").ticks("Salarié")
    lead.types(**{"Adresse électronique": "awa.diallo@bourg.example.org"}).presses("Envoyer l'invitation")
    lead.reads("L'invitation est envoyée", "Diallo")


def helper_accepts(helper: Somebody) -> None:
    """The account exists; the role wants a second factor, the card will be it."""
    helper.opens_mail("vous invite sur Conum").arrives("Vous êtes invité").presses("Accepter l'invitation")
    helper.arrives("Protéger mon compte")
    helper.page.context.clear_cookies()


def lead_makes_the_helper_active(lead: Somebody, card: Card) -> None:
    """Training, test and card, each written down by the lead."""
    lead.opens("Aidants").follows("Diallo", heading="Awa Diallo").follows("Formation commencée")
    lead.presses("Confirmer").reads("La formation est commencée").follows("Noter la formation")
    today = timezone.localdate().isoformat()
    lead.ticks("7 heures").types(**{"Dernier jour": today}).presses("Enregistrer").reads("La formation est enregistrée")
    lead.follows("Noter le test Pix").ticks("Réussi").types(**{"Date du test": today}).presses("Enregistrer")
    lead.reads("Le résultat est enregistré").follows("Remettre une carte", heading="Remettre une carte")
    lead.types(**{"Numéro de série": CARD}).presses("Continuer").arrives("Valider la carte")
    lead.types(**{"Code affiché": card.code()}).presses("Valider").reads("La carte est en service")


def helper_signs_in_with_the_card(helper: Somebody, card: Card) -> None:
    """The code received, then the code shown by the card."""
    helper.page.goto("/mandats/")
    helper.signs_in().arrives("Seconde protection")
    helper.types(Code=card.code()).presses("Continuer").arrives("Mandats")


def proves_again(helper: Somebody, card: Card, heading: str) -> None:
    """The page of this title, after a code of the card if the last one is too old."""
    either = helper.page.get_by_role("heading", level=1, name=heading).or_(
        helper.page.get_by_role("heading", level=1, name="Confirmer que c'est bien vous")
    )
    either.wait_for()
    if "Confirmer" in either.inner_text():
        helper.looks().types(Code=card.code()).presses("Continuer")
    helper.arrives(heading)


def helper_signs_a_mandate(helper: Somebody, card: Card) -> None:
    """With the citizen in the same browser: choices, FranceConnect, summary read aloud, signature, paper."""
    helper.follows("Nouveau mandat", heading="Nouveau mandat").ticks(MONEY, "Social", "31 jours").presses("Continuer")
    helper.arrives("L'usager s'identifie").presses("S'identifier avec FranceConnect")
    chooses_angela(helper)
    helper.arrives("Lisez ce résumé à voix haute").reads("Angela Claire DUBOIS")
    helper.ticks("L'usager a entendu", "L'usager déclare").presses("Continuer vers la signature")
    proves_again(helper, card, "Signer le mandat")
    helper.presses("Signer le mandat").arrives("Mandat de Angela Claire DUBOIS").reads("Le mandat est signé")
    with helper.page.expect_download() as download:
        helper.follows("Télécharger l'attestation")
    assert download.value.suggested_filename.endswith(".pdf")


def chooses_angela(somebody: Somebody) -> None:
    """On the page of FranceConnect's stand-in."""
    somebody.arrives("Se connecter")
    somebody.main.get_by_label("Angela").check()
    somebody.presses("Continuer vers Conum")


def helper_acts_on_the_service(helper: Somebody) -> None:
    """The whole round trip in the browser, end of the procedure included."""
    helper.page.goto("/demonstration/service/")
    helper.arrives("Service de démonstration").follows("Agir au nom d'un usager", heading="Pour qui agissez-vous ?")
    helper.follows("Choisir", heading="Pour quelle démarche ?").ticks(MONEY).presses("Continuer vers")
    helper.arrives("Service de démonstration").reads("L'usager est identifié", "DUBOIS", "Angela Claire")
    helper.follows("Terminer la démarche").reads("le service ne peut plus rien lire")
    assert Use.objects.count() == 1


def helper_acts_elsewhere(helper: Somebody, issuer: str) -> tuple[Service, Any]:
    """Another service, run by a client library, holds a token while the citizen reads."""
    browser = requests.Session()
    for cookie in helper.page.context.cookies():
        browser.cookies.set(cookie["name"], cookie["value"])
    mandate = Mandate.objects.get()
    desk = Desk(browser, mandate.signed_by, mandate)
    service = service_of(desk, issuer, "private_key_jwt", name="Service des impôts")
    token = service.arrives(desk.chooses(service.leaves()))
    assert service.app.userinfo(token=token)["family_name"] == "DUBOIS"
    return service, token


def citizen_sees_the_use_and_ends_the_mandate(citizen: Somebody) -> None:
    """On the own page: which organisation, every use, the end."""
    citizen.page.goto("/mes-mandats/")
    citizen.arrives("Mes mandats").presses("S'identifier avec FranceConnect")
    chooses_angela(citizen)
    citizen.arrives("Mes mandats").reads("COMMUNE DE LIMOGES", "Mandat signé", "Démarche faite en votre nom")
    assert citizen.main.get_by_text("Démarche faite en votre nom").count() == 2
    citizen.reads("Awa Diallo").follows("Mettre fin à ce mandat", heading="Mettre fin au mandat avec")
    citizen.presses("Mettre fin").reads("plus aucune démarche n'est possible")
    assert set(Authorisation.objects.values_list("revoked_by", flat=True)) == {"citizen"}


def everything_is_refused_at_once(helper: Somebody, service: Service, token: Any) -> None:
    """The token that was good is not any more; the helper has nobody left to act for."""
    with pytest.raises(HTTPError, match="401"):
        service.app.userinfo(token=token)
    helper.page.goto("/demonstration/service/")
    helper.follows("Agir au nom d'un usager", heading="Pour qui agissez-vous ?").reads("Aucun mandat en cours")
    helper.presses("Renoncer et revenir").reads("Vous avez renoncé")
    helper.opens("Mandats").reads("Révoqué")
    assert Use.objects.count() == 2
