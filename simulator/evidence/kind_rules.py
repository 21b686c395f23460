"""The names columns have in tables that are no opportunities, kind by kind."""

from __future__ import annotations

from simulator.evidence.column_names import CURRENCY, ID, MONTH, OWNER, TEAM, YEAR, names
from simulator.evidence.kind_rule import KindName, KindRule
from simulator.evidence.score_rule import SCORE_RULE

RULES: dict[KindName, KindRule] = {
    rule.name: rule
    for rule in (
        KindRule(
            "monthly_summary",
            "monthly summary",
            {
                "month": MONTH,
                "year": YEAR,
                "calls": names(
                    "calls callsmade numberofcalls callcount outboundcalls totalcalls dials anrufe telefonate "
                    "gespraeche gesprache appels llamadas chiamate"
                ),
                "leads": names(
                    "leads newleads numberofleads leadcount leadscreated mql mqls inquiries enquiries anfragen "
                    "interessenten prospects contatti"
                ),
                "appointments": names(
                    "appointments appts appointmentsset appointmentsheld numberofappointments meetings "
                    "meetingsheld meetingsbooked demos demosheld termine rendezvous rdv citas appuntamenti visits "
                    "besuche"
                ),
                "opportunities": names(
                    "opportunities opps newopportunities opportunitiescreated opportunitycount "
                    "numberofopportunities newdeals dealscreated sql sqls offers proposals quotes angebote "
                    "chancen verkaufschancen opportunites oportunidades opportunita deals"
                ),
                "won": names(
                    "won dealswon wondeals wins closedwon opportunitieswon wonopportunities numberofsales "
                    "salescount unitssold orders contracts contractssigned newcontracts gewonnen abschluesse "
                    "abschlusse auftraege auftrage verkaeufe verkaufe ventes gagnees ganadas vendas sales"
                ),
                "new_customers": names(
                    "newcustomers customersadded customerswon neukunden newclients neuekunden"
                ),
                "revenue": names(
                    "revenue bookings turnover netrevenue salesrevenue totalrevenue salesamount salesvolume "
                    "salesvalue revenuewon wonrevenue wonamount amount newrevenue umsatz umsaetze umsatze "
                    "nettoumsatz auftragseingang auftragswert chiffredaffaires ca ingresos facturacion fatturato "
                    "receita omzet income"
                ),
                "opening_customers": names(
                    "openingcustomers customersatstart customersstart startingcustomers customersbeginning "
                    "customersbeginningofmonth kundenanfang kundenzubeginn anfangsbestand"
                ),
                "closing_customers": names(
                    "closingcustomers customersatend customersend endingcustomers customersendofmonth kundenende "
                    "endbestand"
                ),
                "customers": names(
                    "customers activecustomers customercount totalcustomers numberofcustomers subscribers "
                    "subscriptions kunden bestandskunden aktivekunden kundenbestand clients clientes clienti "
                    "abonnenten members"
                ),
                "churned": names(
                    "churned churnedcustomers customerschurned lostcustomers customerslost churn cancellations "
                    "cancelled canceled terminations churns kuendigungen kundigungen gekuendigt gekundigt "
                    "abgaenge abgange resiliations bajas"
                ),
                "mrr": names("mrr openingmrr monthlyrecurringrevenue recurringrevenue totalmrr"),
                "cost": names(
                    "cost costs spend adspend marketingspend marketingcost marketingcosts marketing "
                    "salesandmarketing salesandmarketingcost acquisitioncost acquisitioncosts totalcost expenses "
                    "kosten marketingkosten werbekosten vertriebskosten ausgaben couts depenses costes gastos "
                    "costi"
                ),
                "currency": CURRENCY,
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
                "id": names("leadid leadnumber leadrecordid contactid") + ID,
                "status": names("leadstatus leadstage status lifecyclestage hsleadstatus leadstate"),
                "created": names(
                    "leadcreated leadcreatedtime leadcreationdate createddate createdate createdtime creationdate "
                    "created createdon createdat datecreated leadleadcreated leaddate inquirydate enquirydate "
                    "erstellt erstelltam eingang eingangsdatum datedecreation fechadecreacion"
                ),
                "converted_date": names(
                    "converteddate convertdate conversiondate dateconverted converteddatetime convertedtime "
                    "convertedon convertedat leadconverteddate leadconversiontime becameanopportunitydate "
                    "becameopportunitydate becameacustomerdate becameasalesqualifiedleaddate "
                    "opportunitycreateddate qualifieddate konvertiertam umgewandeltam"
                ),
                "converted": names(
                    "isconverted converted leadconverted convertedflag konvertiert umgewandelt isqualified"
                ),
                "source": names(
                    "leadsource originalsource originalsourcetype leadsourcechannel sourcechannel source channel "
                    "utmsource originaltrafficsource quelle leadquelle herkunft kanal"
                ),
                "owner": names("leadowner leadownername contactowner leadassignedto") + OWNER,
            },
            (("created",), ("converted_date", "converted", "status")),
            frozenset({"converted_date", "converted"}),
            ("lead",),
        ),
        KindRule(
            "activities",
            "activities",
            {
                "id": names("activityid taskid callid eventid") + ID,
                "date": names(
                    "activitydate activityduedate activitymarkedasdonetime activitydonetime activityadddate "
                    "completeddate completeddatetime donedate calldate callstarttime starttime startdatetime "
                    "duedate due taskdate eventdate timestamp activitycreatedate date datum termin day tag"
                ),
                "type": names(
                    "activitytype activitytypename activity tasksubtype calltype tasktype eventtype "
                    "engagementtype type typ aktivitaet aktivitat aktivitaetstyp aktivitatstyp art kategorie "
                    "channel"
                ),
                "owner": names(
                    "activityassignedtouser activityassignedto activityowner taskowner callowner eventowner "
                    "assigned assignedtoname hostowner host activityuser"
                )
                + OWNER,
                "subject": names(
                    "subject activitysubject activitytitle tasksubject title betreff note notes"
                ),
                "related": names(
                    "relatedto whatid whoid relatedtoid account company contact deal activitydeal "
                    "activityorganization activitycontactperson associatedcontact associateddeal callto kunde "
                    "firma"
                ),
                "status": names(
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
                "rep": names("repid salesrepid salespersonid employeekey employeeid salespersonkey name")
                + OWNER,
                "team": TEAM,
                "manager": names(
                    "manager managername salesmanager reportsto supervisor teamlead vorgesetzter leiter"
                ),
                "date": names(
                    "quotadate startdate periodstart periodstartdate start validfrom effectivedate from date datum "
                    "datekey"
                ),
                "year": YEAR,
                "quarter": names("quarter calendarquarter fiscalquarter qtr quartal trimestre"),
                "month": names("month monat mois mes"),
                "period": names("period periode quotaperiod timeperiod zeitraum fiscalperiod"),
                "quota": names(
                    "quota quotaamount forecastquota salesquota salesamountquota amountquota target targetamount "
                    "salestarget goal plan planamount quote zielumsatz ziel vorgabe soll objectif cuota objetivo"
                ),
                "currency": CURRENCY,
            },
            (("quota",), ("rep", "team"), ("date", "period", "year", "quarter", "month")),
            frozenset({"quota"}),
            ("quota", "targets"),
        ),
        KindRule(
            "roster",
            "roster",
            {
                "name": names("fullname repname employeename salesagent name") + OWNER,
                "first_name": names("firstname vorname prenom"),
                "last_name": names("lastname nachname surname nom"),
                "team": TEAM,
                "manager": names(
                    "manager managername salesmanager reportsto supervisor teamlead vorgesetzter vorgesetzte "
                    "leiter managerid"
                ),
                "start": names(
                    "startdate hiredate hired datehired dateofhire joindate joined joiningdate dateofjoining "
                    "hiredon employmentstart employedsince start since eintritt eintrittsdatum eintrittam beginn "
                    "datedembauche fechadeingreso"
                ),
                "end": names(
                    "enddate leavedate leavingdate dateleft leftdate left terminationdate terminated exitdate "
                    "lastday employmentend end until austritt austrittsdatum austrittam datedesortie fechadebaja"
                ),
                "role": names("role jobtitle title position rolle funktion userrole profile poste puesto"),
                "salary": names(
                    "salary annualsalary basesalary annualcost costperyear totalcost cost compensation ote gehalt "
                    "jahresgehalt lohn salaire salario"
                ),
                "status": names("status employmentstatus isactive active aktiv"),
                "currency": CURRENCY,
            },
            (("name", "last_name"), ("start", "end", "manager", "team", "role", "salary")),
            frozenset({"start", "end", "manager", "salary", "role"}),
            ("reps", "team", "people", "employees"),
        ),
        KindRule(
            "customers",
            "customers",
            {
                "id": names(
                    "customerid customernumber subscriptionid subscriberid accountid clientid kundennummer kundenid "
                    "msisdn customer kunde"
                )
                + ID,
                "tenure": names(
                    "tenure tenuremonths monthsactive monthsoftenure monthsascustomer customertenure "
                    "accountlength tenureinmonths laufzeit laufzeitmonate vertragsmonate"
                ),
                "start": names(
                    "startdate subscriptionstart subscriptionstartdate signupdate signup signedup customersince "
                    "joined joindate activationdate activated contractstart begindate vertragsbeginn kundeseit "
                    "beginn start"
                ),
                "end": names(
                    "enddate subscriptionend subscriptionenddate cancelledat canceledat cancelleddate canceldate "
                    "cancellationdate churndate churnedat terminationdate contractend ended vertragsende "
                    "kuendigungsdatum kundigungsdatum gekuendigtam ende end"
                ),
                "churned": names(
                    "churn churned ischurned churnflag churnvalue churnlabel exited attrition cancelled canceled "
                    "left gekuendigt gekundigt abgewandert"
                ),
                "status": names("subscriptionstatus customerstatus status accountstatus"),
                "charges": names(
                    "monthlycharges monthlycharge mrr monthlyrevenue monthlyfee monthlyprice monthlyamount "
                    "monthlyrecurringrevenue pricepermonth fee monatsbeitrag monatsgebuehr monatsgebuhr "
                    "monatspreis"
                ),
                "currency": CURRENCY,
            },
            (("tenure", "start"), ("churned", "end", "status")),
            frozenset({"tenure", "charges", "churned"}),
            ("customer", "subscribers", "subscriptions"),
        ),
        SCORE_RULE,
        KindRule(
            "monthly_series",
            "monthly series",
            {"month": MONTH, "year": YEAR, "value": names("value wert y total actual betrag")},
            (("month",), ("value",)),
            frozenset({"value"}),
            ("series",),
        ),
    )
}
