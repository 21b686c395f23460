"""The fields an opportunity export is read for, and the names CRM systems give their columns."""

from __future__ import annotations

import re

from simulator.evidence.currencies import currency_of_header
from simulator.evidence.field_rule import FieldRule
from simulator.evidence.group_fields import GROUP_FIELDS
from simulator.evidence.kind_columns import kind_fields_recognised
from simulator.evidence.names import plain_name

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
                "donotmodifyopportunity",
                "documentid",
                "potentialrecordid",
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
                "responsible",
                "employeeresponsible",
                "mainemployeeresponsible",
                "proprietario",
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
                "salesorganization",
                "salesunit",
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
                "salescyclephase",
                "salesphase",
                "etapadelnegocio",
                "estagio",
                "fase",
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
            (
                *("dealstatus", "opportunitystatus", "lifecyclestatus", "statustype", "forecasttype"),
                *("outcome", "result", "status", "wonlost"),
            ),
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
                "amountincompanycurrency",
                "contractvalue",
                "totalcontractvalue",
                "acv",
                "tcv",
                "arr",
                "price",
                "actualrevenue",
                "estrevenue",
                "estimatedrevenue",
                "expectedvalue",
                "negotiatedvalue",
                "valor",
                "dealprice",
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
                "dealdealcreated",
                "datadecriacao",
                "datacriacao",
                "datadicreazione",
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
                "datadichiusura",
                "datafechamento",
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
            "won_time",
            "won date",
            ("dealwontime", "wontime", "wondate", "dealwondate", "datewon"),
            "when it was won",
        ),
        FieldRule(
            "lost_time",
            "lost date",
            ("deallosttime", "losttime", "lostdate", "deallostdate", "datelost"),
            "when it was lost",
        ),
        *GROUP_FIELDS,
    )
}

AFTER_ALL_OTHERS = 1000
LONGEST_NAME = 200
_PARENTHESES = re.compile(r"\s*[(\[][^()\[\]]{0,40}[)\]]\s*$")
_BY_ALIAS = {alias: (rule.name, rank) for rule in FIELDS.values() for rank, alias in enumerate(rule.aliases)}


def field_of(name: str) -> tuple[str, int] | None:
    """The field a column of this name usually holds, and how far down its list of aliases the name stands.

    A name with something in parentheses or a currency at its end (``Amount (GBP)``, ``Betrag in CHF``) comes after
    every name without.
    """
    if len(name) > LONGEST_NAME:
        return None
    found = _BY_ALIAS.get(plain_name(name))
    if found is None:
        shorter, _ = currency_of_header(name)
        found = _BY_ALIAS.get(plain_name(_PARENTHESES.sub("", shorter)))
        return (found[0], found[1] + AFTER_ALL_OTHERS) if found else None
    return found


def fields_recognised(names: list[str]) -> int:
    """How many different fields a row of these names would give, in whichever kind of table knows most of them."""
    opportunities = len({found[0] for name in names if (found := field_of(name)) is not None})
    return max(opportunities, kind_fields_recognised(names))
