"""The names columns have in tables that are no opportunities, kind by kind."""

from __future__ import annotations

from simulator.evidence.kind_rule import KindName, KindRule


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_ID = _names("id recordid")
_OWNER = _names(
    "owner ownername rep repname salesrep salesperson salesagent agent seller assignedto assignee user username "
    "employee employeename mitarbeiter verkaeufer verkaufer vendeur vendedor ownerid"
)
_TEAM = _names(
    "team salesteam teamname region territory office regionaloffice salesoffice department businessunit abteilung "
    "gruppe vertriebsteam equipe equipo"
)
_CURRENCY = _names("currency currencyisocode waehrung wahrung devise moneda")
_MONTH = _names(
    "month monat mois mes mese maand mesano yearmonth monthyear calendarmonth reportingmonth reportmonth "
    "monthstart monthbeginning monthending monthend periodmonth fiscalmonth berichtsmonat ds period periode "
    "zeitraum time date datum"
)
_YEAR = _names("year jahr annee ano anno calendaryear fiscalyear geschaeftsjahr geschaftsjahr fy")

RULES: dict[KindName, KindRule] = {
    rule.name: rule
    for rule in (
        KindRule(
            "monthly_summary",
            "monthly summary",
            {
                "month": _MONTH,
                "year": _YEAR,
                "calls": _names(
                    "calls callsmade numberofcalls callcount outboundcalls totalcalls dials anrufe telefonate "
                    "gespraeche gesprache appels llamadas chiamate"
                ),
                "leads": _names(
                    "leads newleads numberofleads leadcount leadscreated mql mqls inquiries enquiries anfragen "
                    "interessenten prospects contatti"
                ),
                "appointments": _names(
                    "appointments appts appointmentsset appointmentsheld numberofappointments meetings "
                    "meetingsheld meetingsbooked demos demosheld termine rendezvous rdv citas appuntamenti visits "
                    "besuche"
                ),
                "opportunities": _names(
                    "opportunities opps newopportunities opportunitiescreated opportunitycount "
                    "numberofopportunities newdeals dealscreated sql sqls offers proposals quotes angebote "
                    "chancen verkaufschancen opportunites oportunidades opportunita deals"
                ),
                "won": _names(
                    "won dealswon wondeals wins closedwon opportunitieswon wonopportunities numberofsales "
                    "salescount unitssold orders contracts contractssigned newcontracts gewonnen abschluesse "
                    "abschlusse auftraege auftrage verkaeufe verkaufe ventes gagnees ganadas vendas sales"
                ),
                "new_customers": _names(
                    "newcustomers customersadded customerswon neukunden newclients neuekunden"
                ),
                "revenue": _names(
                    "revenue bookings turnover netrevenue salesrevenue totalrevenue salesamount salesvolume "
                    "salesvalue revenuewon wonrevenue wonamount amount newrevenue umsatz umsaetze umsatze "
                    "nettoumsatz auftragseingang auftragswert chiffredaffaires ca ingresos facturacion fatturato "
                    "receita omzet income"
                ),
                "opening_customers": _names(
                    "openingcustomers customersatstart customersstart startingcustomers customersbeginning "
                    "customersbeginningofmonth kundenanfang kundenzubeginn anfangsbestand"
                ),
                "closing_customers": _names(
                    "closingcustomers customersatend customersend endingcustomers customersendofmonth kundenende "
                    "endbestand"
                ),
                "customers": _names(
                    "customers activecustomers customercount totalcustomers numberofcustomers subscribers "
                    "subscriptions kunden bestandskunden aktivekunden kundenbestand clients clientes clienti "
                    "abonnenten members"
                ),
                "churned": _names(
                    "churned churnedcustomers customerschurned lostcustomers customerslost churn cancellations "
                    "cancelled canceled terminations churns kuendigungen kundigungen gekuendigt gekundigt "
                    "abgaenge abgange resiliations bajas"
                ),
                "mrr": _names("mrr openingmrr monthlyrecurringrevenue recurringrevenue totalmrr"),
                "cost": _names(
                    "cost costs spend adspend marketingspend marketingcost marketingcosts marketing "
                    "salesandmarketing salesandmarketingcost acquisitioncost acquisitioncosts totalcost expenses "
                    "kosten marketingkosten werbekosten vertriebskosten ausgaben couts depenses costes gastos "
                    "costi"
                ),
                "currency": _CURRENCY,
            },
            (
                ("month",),
                (
                    *("calls", "leads", "appointments", "opportunities", "won", "new_customers", "revenue"),
                    *("opening_customers", "closing_customers", "customers", "churned", "mrr", "cost"),
                ),
            ),
            frozenset({"month"}),
            ("summary", "months", "monthly"),
        ),
        KindRule(
            "leads",
            "leads",
            {
                "id": _names("leadid leadnumber leadrecordid contactid") + _ID,
                "status": _names("leadstatus leadstage status lifecyclestage hsleadstatus leadstate"),
                "created": _names(
                    "leadcreated leadcreatedtime leadcreationdate createddate createdate createdtime creationdate "
                    "created createdon createdat datecreated leadleadcreated leaddate inquirydate enquirydate "
                    "erstellt erstelltam eingang eingangsdatum datedecreation fechadecreacion"
                ),
                "converted_date": _names(
                    "converteddate convertdate conversiondate dateconverted converteddatetime convertedtime "
                    "convertedon convertedat leadconverteddate leadconversiontime becameanopportunitydate "
                    "becameopportunitydate becameacustomerdate becameasalesqualifiedleaddate "
                    "opportunitycreateddate qualifieddate konvertiertam umgewandeltam"
                ),
                "converted": _names(
                    "isconverted converted leadconverted convertedflag konvertiert umgewandelt isqualified"
                ),
                "source": _names(
                    "leadsource originalsource originalsourcetype leadsourcechannel sourcechannel source channel "
                    "utmsource originaltrafficsource quelle leadquelle herkunft kanal"
                ),
                "owner": _names("leadowner leadownername contactowner leadassignedto") + _OWNER,
            },
            (("created",), ("converted_date", "converted", "status")),
            frozenset({"converted_date", "converted"}),
            ("lead",),
        ),
        KindRule(
            "activities",
            "activities",
            {
                "id": _names("activityid taskid callid eventid") + _ID,
                "date": _names(
                    "activitydate activityduedate activitymarkedasdonetime activitydonetime activityadddate "
                    "completeddate completeddatetime donedate calldate callstarttime starttime startdatetime "
                    "duedate due taskdate eventdate timestamp activitycreatedate date datum termin day tag"
                ),
                "type": _names(
                    "activitytype activitytypename activity tasksubtype calltype tasktype eventtype "
                    "engagementtype type typ aktivitaet aktivitat aktivitaetstyp aktivitatstyp art kategorie "
                    "channel"
                ),
                "owner": _names(
                    "activityassignedtouser activityassignedto activityowner taskowner callowner eventowner "
                    "assigned assignedtoname hostowner host activityuser"
                )
                + _OWNER,
                "subject": _names(
                    "subject activitysubject activitytitle tasksubject title betreff note notes"
                ),
                "related": _names(
                    "relatedto whatid whoid relatedtoid account company contact deal activitydeal "
                    "activityorganization activitycontactperson associatedcontact associateddeal callto kunde "
                    "firma"
                ),
                "status": _names(
                    "activitystatus activitydone taskstatus callstatus done completed status erledigt"
                ),
            },
            (("date",), ("type", "subject"), ("owner", "type")),
            frozenset({"type", "subject"}),
            ("activity", "calls", "tasks"),
        ),
        KindRule(
            "quotas",
            "quotas",
            {
                "rep": _names("repid salesrepid salespersonid employeekey employeeid salespersonkey name")
                + _OWNER,
                "team": _TEAM,
                "manager": _names(
                    "manager managername salesmanager reportsto supervisor teamlead vorgesetzter leiter"
                ),
                "date": _names(
                    "quotadate startdate periodstart periodstartdate start validfrom effectivedate from date datum "
                    "datekey"
                ),
                "year": _YEAR,
                "quarter": _names("quarter calendarquarter fiscalquarter qtr quartal trimestre"),
                "month": _names("month monat mois mes"),
                "period": _names("period periode quotaperiod timeperiod zeitraum fiscalperiod"),
                "quota": _names(
                    "quota quotaamount forecastquota salesquota salesamountquota amountquota target targetamount "
                    "salestarget goal plan planamount quote zielumsatz ziel vorgabe soll objectif cuota objetivo"
                ),
                "currency": _CURRENCY,
            },
            (("quota",), ("rep", "team"), ("date", "period", "year", "quarter", "month")),
            frozenset({"quota"}),
            ("quota", "targets"),
        ),
        KindRule(
            "roster",
            "roster",
            {
                "name": _names("fullname repname employeename salesagent name") + _OWNER,
                "first_name": _names("firstname vorname prenom"),
                "last_name": _names("lastname nachname surname nom"),
                "team": _TEAM,
                "manager": _names(
                    "manager managername salesmanager reportsto supervisor teamlead vorgesetzter vorgesetzte "
                    "leiter managerid"
                ),
                "start": _names(
                    "startdate hiredate hired datehired dateofhire joindate joined joiningdate dateofjoining "
                    "hiredon employmentstart employedsince start since eintritt eintrittsdatum eintrittam beginn "
                    "datedembauche fechadeingreso"
                ),
                "end": _names(
                    "enddate leavedate leavingdate dateleft leftdate left terminationdate terminated exitdate "
                    "lastday employmentend end until austritt austrittsdatum austrittam datedesortie fechadebaja"
                ),
                "role": _names("role jobtitle title position rolle funktion userrole profile poste puesto"),
                "salary": _names(
                    "salary annualsalary basesalary annualcost costperyear totalcost cost compensation ote gehalt "
                    "jahresgehalt lohn salaire salario"
                ),
                "status": _names("status employmentstatus isactive active aktiv"),
                "currency": _CURRENCY,
            },
            (("name", "last_name"), ("start", "end", "manager", "team", "role", "salary")),
            frozenset({"start", "end", "manager", "salary", "role"}),
            ("reps", "team", "people", "employees"),
        ),
        KindRule(
            "customers",
            "customers",
            {
                "id": _names(
                    "customerid customernumber subscriptionid subscriberid accountid clientid kundennummer kundenid "
                    "msisdn customer kunde"
                )
                + _ID,
                "tenure": _names(
                    "tenure tenuremonths monthsactive monthsoftenure monthsascustomer customertenure "
                    "accountlength tenureinmonths laufzeit laufzeitmonate vertragsmonate"
                ),
                "start": _names(
                    "startdate subscriptionstart subscriptionstartdate signupdate signup signedup customersince "
                    "joined joindate activationdate activated contractstart begindate vertragsbeginn kundeseit "
                    "beginn start"
                ),
                "end": _names(
                    "enddate subscriptionend subscriptionenddate cancelledat canceledat cancelleddate canceldate "
                    "cancellationdate churndate churnedat terminationdate contractend ended vertragsende "
                    "kuendigungsdatum kundigungsdatum gekuendigtam ende end"
                ),
                "churned": _names(
                    "churn churned ischurned churnflag churnvalue churnlabel exited attrition cancelled canceled "
                    "left gekuendigt gekundigt abgewandert"
                ),
                "status": _names("subscriptionstatus customerstatus status accountstatus"),
                "charges": _names(
                    "monthlycharges monthlycharge mrr monthlyrevenue monthlyfee monthlyprice monthlyamount "
                    "monthlyrecurringrevenue pricepermonth fee monatsbeitrag monatsgebuehr monatsgebuhr "
                    "monatspreis"
                ),
                "currency": _CURRENCY,
            },
            (("tenure", "start"), ("churned", "end", "status")),
            frozenset({"tenure", "charges", "churned"}),
            ("customer", "subscribers", "subscriptions"),
        ),
        KindRule(
            "monthly_series",
            "monthly series",
            {"month": _MONTH, "year": _YEAR, "value": _names("value wert y total actual betrag")},
            (("month",), ("value",)),
            frozenset({"value"}),
            ("series",),
        ),
    )
}
