"""Names that columns have in tables of several kinds."""

from __future__ import annotations


def names(text: str) -> tuple[str, ...]:
    """The names in `text`, as `plain_name` writes them."""
    return tuple(text.split())


ID = names("id recordid")
OWNER = names(
    "owner ownername rep repname salesrep salesperson salesagent agent seller assignedto assignee user username "
    "employee employeename mitarbeiter verkaeufer verkaufer vendeur vendedor ownerid"
)
TEAM = names(
    "team salesteam teamname region territory office regionaloffice salesoffice department businessunit abteilung "
    "gruppe vertriebsteam equipe equipo"
)
CURRENCY = names("currency currencyisocode waehrung wahrung devise moneda")
MONTH = names(
    "month monat mois mes mese maand mesano yearmonth monthyear calendarmonth reportingmonth reportmonth "
    "monthstart monthbeginning monthending monthend periodmonth fiscalmonth berichtsmonat ds period periode "
    "zeitraum time date datum"
)
YEAR = names("year jahr annee ano anno calendaryear fiscalyear geschaeftsjahr geschaftsjahr fy")
