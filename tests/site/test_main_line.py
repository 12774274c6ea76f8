"""The main line through the browser: from a request for two posts to a counsellor hired, and the post vacant again.

Five people in five browsers; each goes by links, buttons and the mails received; jobs are run by the real worker.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from conum.commons.accounts.enums import Role
from tests.factories_accounts import make_membership, make_person, siret
from tests.factories_recruitment import A_PDF
from tests.support import clock as clocks
from tests.support import directory
from tests.support.people import Somebody

pytestmark = pytest.mark.django_db(transaction=True)
MONDAY = date(2026, 11, 23)
SIRET = siret(87001)
TOWN_HALL = {
    "siren": SIRET[:9],
    "nom_complet": "COMMUNE DE LIMOGES",
    "nom_raison_sociale": "COMMUNE DE LIMOGES",
    "nature_juridique": "7210",
    "etat_administratif": "A",
    "siege": {
        "siret": SIRET,
        "adresse": "1 SQUARE JACQUES CHIRAC 87000 LIMOGES",
        "commune": "87085",
        "etat_administratif": "A",
        "date_fermeture": None,
        "latitude": "45.8315",
        "longitude": "1.2578",
    },
    "matching_etablissements": [],
    "complements": {"identifiant_association": None},
}


@pytest.fixture
def clock() -> Iterator[clocks.Clock]:
    """Monday 23 November 2026, nine o'clock, until moved."""
    with clocks.at(MONDAY) as clock:
        yield clock


@pytest.fixture
def outside(settings: Any) -> Iterator[None]:
    """A directory that knows the town hall; every mail through the outbox, as in production."""
    settings.CHALLENGE_MIN_SECONDS = 0
    settings.EMAIL_BACKEND = "conum.commons.messaging.operations.OutboxBackend"
    with directory.knowing(TOWN_HALL) as address:
        settings.COMPANY_DIRECTORY = address
        yield


class Cast:
    """The five people, each in a browser opened on the home page; three have an account already."""

    candidate: Somebody
    host: Somebody
    prefect: Somebody
    administrator: Somebody
    agent: Somebody

    def __init__(self, visitors: Any, axe: Any) -> None:
        seen: set[str] = set()
        for name in ("candidate", "host", "prefect", "administrator", "agent"):
            setattr(self, name, Somebody(visitors.open("/"), f"{name}@example.org", axe, seen))
        for name, role in (("administrator", Role.NATIONAL_ADMIN), ("agent", Role.PAYING_AGENT)):
            make_membership(role, make_person(email=f"{name}@example.org", last_name=name.title()))
        make_membership(Role.PREFECTURE, make_person(email="prefect@example.org"), department_id="87")


def test_from_a_request_for_two_posts_to_a_counsellor_hired(
    visitors: Any, axe: Any, outside: None, clock: clocks.Clock
) -> None:
    cast = Cast(visitors, axe)
    administrator_prepares(cast.administrator, clock)
    candidate_applies(cast.candidate)
    host_requests_two_posts(cast.host, clock)
    prefect_opines(cast.prefect)
    committee_approves(cast.administrator)
    posts_appear(cast)
    host_shortlists(cast.host)
    candidate_accepts(cast.candidate)
    host_enters_the_contract(cast.host, clock)
    agent_validates(cast.agent)
    post_is_filled(cast)
    clock.go_to(MONDAY + timedelta(days=7))
    host_declares_the_end(cast.host, clock)
    clock.go_to(MONDAY + timedelta(days=8))
    administrator_validates_the_end(cast.administrator)
    post_is_vacant_again(cast)


def administrator_prepares(admin: Somebody, clock: clocks.Clock) -> None:
    """Allocation is opened again, the département gets a quota, a session of the committee is opened."""
    admin.page.get_by_role("banner").get_by_role("link", name="Se connecter").first.click()
    admin.signs_in(second_factor=True)
    admin.opens("Paramètres", heading="Paramètres du dispositif").follows("De nouveaux postes peuvent être attribués")
    today = clock.today.isoformat()
    admin.types(**{"Nouvelle valeur": "oui", "Premier jour": today, "Motif": "Instruction du 20 novembre 2026"})
    admin.presses("Enregistrer la valeur").reads("La nouvelle valeur est enregistrée")
    admin.opens("Dotations", heading="Dotations départementales").follows("Haute-Vienne", heading="Dotation")
    admin.follows("Fixer la dotation", heading="Fixer la dotation")
    admin.types(**{"Postes": "2", "À partir du": today, "Source": "Courrier du 20 novembre 2026"})
    admin.presses("Fixer la dotation").arrives("Dotation – Haute-Vienne")
    admin.opens("Comité", heading="Comité national de sélection").follows("Prévoir une session")
    admin.types(**{"Intitulé": "COSELEC 63", "Date": today}).presses("Prévoir la session").arrives("COSELEC 63")
    admin.follows("Ouvrir la session").presses("Confirmer").reads("La session est ouverte")


def candidate_applies(candidate: Somebody) -> None:
    """From the home page to the confirmed application."""
    candidate.follows("Je veux devenir conseiller", heading="Devenir conseiller numérique")
    candidate.types(**{"Prénom": "Awa", "Nom": "Diallo", "Adresse électronique": candidate.email})
    candidate.types(**{"Téléphone": "06 12 34 56 78", "Date de naissance": "1994-03-08"})
    candidate.finds_commune("panaz", "Panazol").ticks("20 km", "Dès demain", "Je suis en recherche d'emploi")
    candidate.types(**{"Pourquoi ce métier": "J'aide déjà mes voisins à faire leurs démarches en ligne."})
    candidate.ticks("Je ne suis pas à la retraite").answers_the_question()
    candidate.presses("Envoyer ma candidature").arrives("Plus qu'une étape")
    candidate.opens_mail("Confirmez votre candidature").arrives("Confirmer ma candidature")
    candidate.presses("Confirmer ma candidature").arrives("Votre candidature est confirmée")
    candidate.follows("Suivre ma candidature").signs_in().arrives("Ma candidature")
    candidate.reads("Pas encore de proposition")


def host_requests_two_posts(host: Somebody, clock: clocks.Clock) -> None:
    """The steps of the form, the confirmation by mail, the page where the request is followed."""
    host.follows("Je veux accueillir un conseiller", heading="Accueillir un conseiller numérique")
    host.follows("Commencer ma demande").reads("Votre éligibilité")
    host.ticks("Un ou plusieurs postes", "Commune", "Non").presses("Continuer").reads("Votre structure")
    host.types(SIRET=SIRET).presses("Continuer").reads("Vérifiez ce que l'annuaire a trouvé")
    assert host.main.get_by_label("Nom de la structure").input_value() == "COMMUNE DE LIMOGES"
    assert host.main.get_by_role("combobox").input_value() == "Limoges (87000)"
    host.presses("Continuer").reads("Votre besoin")
    wanted = (clock.today + timedelta(days=42)).isoformat()
    host.types(**{"Nombre de postes": "2", "Date de début": wanted, "Votre motivation": "Deux permanences par jour."})
    host.presses("Continuer").reads("Votre contact")
    host.types(Prénom="Dominique", Nom="Petit", Fonction="Maire", Téléphone="05 55 45 60 00")
    host.types(**{"Adresse électronique": host.email}).presses("Continuer").reads("Vos engagements")
    host.ticks("Ma structure accepte").presses("Continuer").reads("Vérification et envoi")
    host.answers_the_question().presses("Envoyer ma demande").arrives("Consultez vos courriels")
    host.opens_mail("Confirmez votre demande").arrives("Confirmer ma demande")
    host.presses("Confirmer et transmettre").arrives("Demande n°").reads("La préfecture donne son avis")


def prefect_opines(prefect: Somebody) -> None:
    """From the mail received, through the sign-in, to the request and the opinion."""
    prefect.opens_mail("Nouvelle demande de poste").signs_in(second_factor=True)
    prefect.arrives("COMMUNE DE LIMOGES")
    prefect.follows("Donner l'avis").reads("Ce que le comité verra")
    prefect.ticks("Favorable").types(**{"Postes proposés": "2", "Commentaire": "Deux quartiers n'ont aucun lieu."})
    prefect.presses("Enregistrer").arrives("COMMUNE DE LIMOGES").reads("Deux quartiers n'ont aucun lieu.")


def committee_approves(admin: Somebody) -> None:
    """On the working screen of the session, the quota in view."""
    admin.opens("Comité", heading="Comité national de sélection").follows("COSELEC 63", heading="COSELEC 63")
    admin.reads("COMMUNE DE LIMOGES", "Favorable")
    admin.main.get_by_role("row", name="COMMUNE DE LIMOGES").get_by_role("checkbox").check(force=True)
    admin.chooses(Décision="Acceptée").presses("Décider les demandes cochées").reads("1 demande est décidée")
    admin.reads("2 postes accordés", "Haute-Vienne (87)")


def posts_appear(cast: Cast) -> None:
    """On the public page of the département; on the host's list once its manager has accepted the invitation."""
    cast.candidate.page.get_by_role("banner").get_by_role("link", name="Conum").first.click()
    cast.candidate.follows("Haute-Vienne", heading="Haute-Vienne (87)").reads("COMMUNE DE LIMOGES")
    granted = cast.candidate.main.locator(".cn-figure", has_text="postes accordés")
    assert granted.inner_text().startswith("2")
    host = cast.host
    host.mail("2 postes accordés")
    host.opens_mail("vous invite sur Conum").arrives("Vous êtes invité").presses("Accepter l'invitation")
    host.enrols()
    host.opens("Postes").reads("Vacant")
    assert host.main.get_by_role("row").filter(has_text="Vacant").count() == 2


def host_shortlists(host: Somebody) -> None:
    """The proposal says why; contact details come with the shortlist."""
    host.opens("Candidats").reads("sur 20 ;", "libre le 24 novembre")
    host.follows("Awa", heading="Awa, Panazol").reads("Pourquoi cette proposition")
    assert "candidate@example.org" not in host.main.inner_text()
    host.agrees("Présélectionner").reads("Candidat présélectionné")
    host.arrives("Awa Diallo").reads("candidate@example.org", "06 12 34 56 78")


def candidate_accepts(candidate: Somebody) -> None:
    """Told by mail, answers on the own page."""
    candidate.opens_mail("s'intéresse à votre candidature").arrives("Ma candidature")
    candidate.reads("Cette structure s'intéresse à vous", "COMMUNE DE LIMOGES")
    candidate.presses("Accepter").reads("Votre réponse est envoyée à la structure")


def host_enters_the_contract(host: Somebody, clock: clocks.Clock) -> None:
    """One cent under the minimum wage is refused with the sentence and nothing typed is lost."""
    host.opens_mail("accepte d'être contacté")
    host.reads("Awa Diallo").follows("Awa Diallo").reads("le candidat a accepté d'être contacté")
    host.follows("Saisir le contrat", heading="Contrat de Awa Diallo").chooses(**{"Type de contrat": "CDD"})
    first, last = clock.today, clock.today.replace(year=clock.today.year + 2)
    host.types(**{"Premier jour": first.isoformat(), "Dernier jour": last.isoformat()})
    host.types(**{"Salaire brut mensuel": "1 801,79", "Prénom": "Dominique", "Nom": "Petit", "Fonction": "Maire"})
    host.types(**{"Adresse électronique": host.email}).joins("Contrat signé", "contrat.pdf", A_PDF)
    host.presses("Enregistrer le contrat").reads("est inférieur au SMIC en vigueur le 23/11/2026, soit 1 801,80 €")
    kept = {label: host.main.get_by_label(label).first.input_value() for label in ("Salaire brut", "Fonction")}
    assert kept == {"Salaire brut": "1 801,79", "Fonction": "Maire"}
    host.types(**{"Salaire brut mensuel": "1 801,80"}).joins("Contrat signé", "contrat.pdf", A_PDF)
    host.presses("Enregistrer le contrat").reads("Le contrat est enregistré")


def agent_validates(agent: Somebody) -> None:
    """The paying agent finds the contract in the list, reads the evidence and validates."""
    agent.page.get_by_role("banner").get_by_role("link", name="Se connecter").first.click()
    agent.signs_in(second_factor=True).opens("Contrats").follows("Awa Diallo")
    agent.follows("Valider le contrat", heading="Valider le contrat").ticks("Les pièces du contrat ont été reçues")
    agent.presses("Valider le contrat").reads("Le contrat est validé")


def post_is_filled(cast: Cast) -> None:
    """One post filled and one vacant for the host, a counsellor for the public, a hire for the candidate."""
    cast.host.opens_mail("est validé").arrives("Awa Diallo")
    cast.host.opens("Postes").reads("Occupé")
    assert cast.host.main.get_by_role("row").filter(has_text="Vacant").count() == 1
    cast.candidate.mail("Bienvenue")
    cast.candidate.opens("Ma candidature").reads("vous êtes recruté")


def host_declares_the_end(host: Somebody, clock: clocks.Clock) -> None:
    """A resignation that takes effect tonight, with its letter."""
    host.opens("Contrats").follows("Awa Diallo").follows("Déclarer une rupture")
    host.types(**{"Dernier jour travaillé": clock.today.isoformat()}).chooses(Motif="Démission")
    host.chooses(**{"Nature du document": "Lettre de démission"}).joins("Document", "lettre.pdf", A_PDF)
    host.presses("Déclarer la rupture").reads("Dernier jour le 30 novembre 2026")


def administrator_validates_the_end(admin: Somebody) -> None:
    """The day after, from the list of contracts."""
    admin.opens("Contrats").follows("Awa Diallo").agrees("Valider la rupture").reads("La rupture est validée")


def post_is_vacant_again(cast: Cast) -> None:
    """Two vacant posts; the candidate is available and proposed again."""
    cast.host.mail("La rupture du contrat de Awa Diallo est validée")
    cast.host.opens("Postes")
    assert cast.host.main.get_by_role("row").filter(has_text="Vacant").count() == 2
    cast.host.opens("Candidats").reads("Awa", "libre dès aujourd’hui")
    cast.candidate.opens_mail("Votre candidature est de nouveau visible")
    cast.candidate.opens("Ma candidature").reads("Disponible", "COMMUNE DE LIMOGES")
