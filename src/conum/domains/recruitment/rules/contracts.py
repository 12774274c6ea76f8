"""Rules of contracts (sheet 02 section 8)."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from conum.domains.recruitment.enums import WITHOUT_END, ContractKind
from conum.kernel.rules import rule

CENT = Decimal("0.01")


def wage_floor(minimum_wage: Decimal, working_time: int) -> Decimal:
    """Return the least gross monthly salary, in euros, for `working_time` percent of full time (REC-44)."""
    return (Decimal(str(minimum_wage)) * working_time / 100).quantize(CENT, ROUND_HALF_UP)


@rule("REC-40", field="post")
def has_vacant_post(live_contracts: int, posts_held: int) -> bool:
    """Aucun de vos postes n'est vacant (postes tenus : {posts_held}, contrats : {live_contracts}). Il faut un poste
    vacant pour recruter."""
    return live_contracts < posts_held


@rule("REC-40", field="coordinator")
def post_of_the_right_kind(coordinator: bool, post_kind: str) -> bool:
    """Le contrat de coordinateur va avec un poste de coordinateur, et lui seul."""
    return coordinator == (post_kind == "coordinator")


@rule("REC-41")
def no_other_live_contract(live: int) -> bool:
    """Cette personne a déjà un contrat saisi ou en cours : une personne n'en a qu'un à la fois."""
    return live == 0


@rule("REC-42", field="starts_on")
def starts_after_last_end(starts_on: date, last_end: date | None) -> bool:
    """Le contrat précédent de cette personne finit le {last_end:%d/%m/%Y} : le nouveau commence ce jour-là ou après."""
    return last_end is None or starts_on >= last_end


@rule("REC-43", field="ends_on")
def permanent_has_no_end(kind: str, ends_on: date | None) -> bool:
    """Un CDI n'a pas de date de fin : laissez cette date vide."""
    return kind != ContractKind.PERMANENT or ends_on is None


@rule("REC-43", field="ends_on")
def others_have_an_end(kind: str, ends_on: date | None) -> bool:
    """Indiquez la date de fin du contrat : seuls un CDI ou un poste de titulaire n'en ont pas."""
    return kind in WITHOUT_END or ends_on is not None


@rule("REC-43", field="ends_on")
def ends_after_start(starts_on: date, ends_on: date | None) -> bool:
    """La date de fin est avant la date de début ({starts_on:%d/%m/%Y})."""
    return ends_on is None or ends_on >= starts_on


@rule("REC-44", field="gross_monthly_salary")
def salary_at_least_minimum_wage(salary: Decimal, floor: Decimal, starts_on: date) -> bool:
    """Le salaire brut mensuel ({salary} €) est inférieur au SMIC en vigueur le {starts_on:%d/%m/%Y}, soit {floor} €
    pour ce temps de travail."""
    return salary >= floor


@rule("REC-45", field="kind")
def permanent_of_the_host_gets_a_rider(already_permanent: bool, kind: str) -> bool:
    """Cette personne est déjà en CDI dans votre structure : choisissez « Avenant à un CDI existant »."""
    return not already_permanent or kind not in (ContractKind.FIXED_TERM, ContractKind.PEC)


@rule("REC-46", field="working_time")
def full_time_or_accepted_exception(working_time: int, reason: str, has_evidence: bool) -> bool:
    """Seul un temps plein est financé. Un temps partiel (80 % au retour d'un congé parental, temps partiel
    thérapeutique, mandat électif) demande son motif et son justificatif."""
    return working_time == 100 or (50 <= working_time < 100 and bool(reason) and has_evidence)


@rule("REC-53")
def no_open_change(open_changes: int) -> bool:
    """Une prolongation ou un renouvellement est déjà en attente pour ce contrat : il faut d'abord le décider ou
    l'annuler."""
    return open_changes == 0


@rule("REC-53", field="new_end")
def later_end(new_end: date, ends_on: date | None) -> bool:
    """La nouvelle fin doit être après la fin actuelle ({ends_on:%d/%m/%Y})."""
    return ends_on is not None and new_end > ends_on


@rule("REC-42", field="new_start")
def renewal_follows(new_start: date, ends_on: date | None) -> bool:
    """Le nouveau contrat commence après la fin du contrat actuel ({ends_on:%d/%m/%Y})."""
    return ends_on is not None and new_start > ends_on


@rule("REC-50", field="ends_on")
def termination_within_contract(ends_on: date, starts_on: date, contract_end: date | None) -> bool:
    """La date de rupture doit être dans le contrat, qui commence le {starts_on:%d/%m/%Y}."""
    return starts_on <= ends_on and (contract_end is None or ends_on <= contract_end)


@rule("REC-50")
def termination_date_has_passed(ends_on: date, today: date) -> bool:
    """La rupture prend effet le {ends_on:%d/%m/%Y} : elle pourra être validée ce jour-là ou après."""
    return ends_on <= today


@rule("REC-52", field="evidence")
def termination_has_evidence(has_evidence: bool) -> bool:
    """Joignez la lettre de démission, le dernier bulletin de paie ou le certificat de travail : sans ce document, le
    poste reste occupé."""
    return has_evidence


@rule("REC-51", field="reason")
def termination_reason_known(reason: str, known: tuple[str, ...]) -> bool:
    """Choisissez le motif de la rupture dans la liste."""
    return reason in known


@rule("REC-55", field="starts_on")
def leave_within_contract(starts_on: date, contract_start: date, contract_end: date | None) -> bool:
    """Le congé commence pendant le contrat."""
    return contract_start <= starts_on and (contract_end is None or starts_on <= contract_end)
