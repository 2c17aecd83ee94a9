package store

// migrations are all steps of the schema, oldest first. A landed step is never edited: what it did has been done somewhere.
var migrations = []Migration{
	{ID: "20261125_01 the journal remembers who did what", Up: createJournal},
	{ID: "20261125_02 the collective and its settings", Up: createCollective},
	{ID: "20261125_03 files are kept by their content", Up: createFiles},
	{ID: "20261125_04 people organisations memberships", Up: createPeople},
	{ID: "20261125_20 the ledger balances every cent and minute", Up: createLedger},
	{ID: "20261125_10 an organisation can be handed over, an address changed", Up: createHandovers},
	{ID: "20261125_11 people sign in by link or password, and see their sessions", Up: createIdentity},
	{ID: "20261125_12 letters are written before they are sent", Up: createPost},
	{ID: "20261125_30 content pages and their translations", Up: createContent},
	{ID: "20261125_40 catalogue services offers prices", Up: createCatalogue},
	{ID: "20261125_70 support holds tickets, messages, notes and ready answers", Up: createSupport},
	{ID: "20261125_50 billing subscriptions invoices payments", Up: createBilling},
	{ID: "20261125_60 deliveries and their steps", Up: createHosting},
	{ID: "20261125_05 public pages know their edition", Up: createPublicVersions},
	{ID: "20261125_90 what came from a folder is remembered", Up: createImports},
	{ID: "20261125_80 commons contributions and the redistributed share", Up: createCommons},
	{ID: "20261126_70 a ticket speaks of a service there is", Up: tieTicketsToServices},
	{ID: "20261126_40 what is told of an incident while it lasts", Up: createIncidentNews},
	{ID: "20261128_50 people cancel and withdraw by a notice", Up: createNotices},
	{ID: "20261126_45 the lowest price of a service is one that is sold", Up: nameFromPeriods},
	{ID: "20261129_51 subscriptions renew, reminders are counted, dates are proposed", Up: createRenewals},
	{ID: "20261129_52 a reviewed offer begins with a request", Up: createRequests},
	{ID: "20261128_95 queues are read along an index", Up: indexLists},
}
