"""The fields an opportunity export is read for, and the names CRM systems give their columns."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True)
class FieldRule:
    """One field: `label` for people, `aliases` in order of preference, written as `plain_name` writes them."""

    name: str
    label: str
    aliases: tuple[str, ...]
    meaning: str


FIELDS: dict[str, FieldRule] = {
    rule.name: rule
    for rule in (
        FieldRule(
            "id",
            "deal id",
            (
                "opportunityid",
                "dealid",
                "recordid",
                "dealpipedrivesystemid",
                "potentialid",
                "dealrecordid",
                "id",
                "opportunitynumber",
                "dealnumber",
                "leadid",
            ),
            "tells two rows apart",
        ),
        FieldRule(
            "owner",
            "owner",
            (
                "opportunityowner",
                "dealowner",
                "potentialowner",
                "ownername",
                "owner",
                "salesagent",
                "salesrep",
                "salesperson",
                "salesrepresentative",
                "accountexecutive",
                "rep",
                "seller",
                "agent",
                "assignedto",
                "ownerid",
                "verkaeufer",
                "verkaufer",
                "inhaber",
                "vendeur",
                "vendedor",
            ),
            "who sells it",
        ),
        FieldRule(
            "team",
            "team",
            (
                "team",
                "salesteam",
                "hubspotteam",
                "ownerteam",
                "ownerrole",
                "opportunityownerrole",
                "regionaloffice",
                "salesoffice",
                "businessunit",
                "territory",
                "salesregion",
            ),
            "the group that shares a funnel",
        ),
        FieldRule(
            "stage",
            "stage",
            (
                "stage",
                "stagename",
                "dealstage",
                "salesstage",
                "opportunitystage",
                "dealstagepipeline",
                "pipelinestage",
                "phase",
                "verkaufsphase",
                "etape",
                "etapa",
            ),
            "how far it is",
        ),
        FieldRule(
            "status",
            "status",
            ("dealstatus", "opportunitystatus", "forecasttype", "outcome", "result", "status", "wonlost"),
            "won, lost or open",
        ),
        FieldRule(
            "is_won", "won flag", ("iswon", "isclosedwon", "hsisclosedwon", "won"), "true for won deals"
        ),
        FieldRule("is_closed", "closed flag", ("isclosed", "hsisclosed"), "true for won and lost deals"),
        FieldRule(
            "amount",
            "amount",
            (
                "amount",
                "dealvalue",
                "closevalue",
                "dealamount",
                "opportunityamount",
                "value",
                "totalamount",
                "amountusd",
                "amounteur",
                "amountconverted",
                "contractvalue",
                "totalcontractvalue",
                "acv",
                "tcv",
                "arr",
                "price",
                "betrag",
                "wert",
                "montant",
                "importe",
                "expectedrevenue",
                "revenue",
            ),
            "size of the deal",
        ),
        FieldRule(
            "currency",
            "currency",
            (
                "currency",
                "dealcurrencyofvalue",
                "currencyofvalue",
                "currencyisocode",
                "amountcurrency",
                "opportunitycurrency",
                "dealcurrency",
                "waehrung",
                "wahrung",
                "devise",
                "moneda",
            ),
            "currency of the amount",
        ),
        FieldRule(
            "created",
            "created date",
            (
                "createddate",
                "createdate",
                "createdtime",
                "creationdate",
                "dealcreationdate",
                "dealcreated",
                "engagedate",
                "created",
                "createdon",
                "createdat",
                "dealaddtime",
                "addtime",
                "opendate",
                "openeddate",
                "dateopened",
                "datecreated",
                "dateentered",
                "entered",
                "startdate",
                "erstellt",
                "erstelltam",
                "datedecreation",
                "fechadecreacion",
            ),
            "when it entered",
        ),
        FieldRule(
            "closed",
            "closed date",
            (
                "closedate",
                "closeddate",
                "closingdate",
                "dealclosedon",
                "dealclosetime",
                "closetime",
                "closedon",
                "closedat",
                "dateclosed",
                "closed",
                "actualclosedate",
                "estclosedate",
                "abschluss",
                "abschlussdatum",
                "abgeschlossenam",
                "datedecloture",
                "fechadecierre",
            ),
            "when it was won or lost",
        ),
        FieldRule(
            "won_time", "won date", ("dealwontime", "wontime", "wondate", "dealwondate"), "when it was won"
        ),
        FieldRule(
            "lost_time",
            "lost date",
            ("deallosttime", "losttime", "lostdate", "deallostdate"),
            "when it was lost",
        ),
        FieldRule(
            "source",
            "lead source",
            (
                "leadsource",
                "originalsource",
                "leadsourcechannel",
                "sourcechannel",
                "source",
                "originaltrafficsource",
            ),
            "where it came from",
        ),
    )
}

_BY_ALIAS = {alias: (rule.name, rank) for rule in FIELDS.values() for rank, alias in enumerate(rule.aliases)}


def plain_name(name: str) -> str:
    """`name` in lower-case letters and digits only, no accents: ``Deal - Creation Date`` is ``dealcreationdate``."""
    decomposed = unicodedata.normalize("NFKD", name.replace("ß", "ss"))
    return "".join(
        letter for letter in decomposed.casefold() if letter.isalnum() and not unicodedata.combining(letter)
    )


def field_of(name: str) -> tuple[str, int] | None:
    """The field a column of this name usually holds, and how far down its list of aliases the name stands."""
    return _BY_ALIAS.get(plain_name(name))


def visible_name(name: str) -> str:
    """`name` without invisible characters, line breaks and spaces around it."""
    return " ".join(without_invisible(name).split())


def without_invisible(text: str) -> str:
    """`text` without characters nobody sees: control characters, direction marks, joiners, byte order marks."""
    return _INVISIBLE.sub("", text)


def fields_recognised(names: list[str]) -> int:
    """How many different fields a row of these names would give."""
    return len({found[0] for name in names if (found := field_of(name)) is not None})
