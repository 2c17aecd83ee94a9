package handlers

import (
	"net/http"

	"chatiere/locales"
	"chatiere/models/content"
	"chatiere/models/people"

	"github.com/labstack/echo/v4"
)

// routes is the table of contents: every address, what answers, and as the last word who may enter.
func (s Site) routes(e *echo.Echo) {
	s.machines(e)
	s.doorstep(e)
	s.reading(e)
	s.workshop(e)
	s.desk(e)
	s.keeping(e)
	s.door(e)
	s.account(e)
	s.factors(e)
	s.persons(e)
	s.membership(e)
	s.networks(e)
	s.pooling(e)
	s.help(e)
	s.billing(e)
	s.leaving(e)
	s.accounts(e)
	s.changing(e)
	s.giving(e)
	s.checking(e)
	s.sharing(e)
	s.payouts(e)
	s.commons(e)
	s.offering(e)
	s.naming(e)
	s.agreeing(e)
	s.carrying(e)
	s.rounds(e)
	s.setting(e)
	s.editing(e)
	s.describing(e)
}

func (s Site) machines(e *echo.Echo) {
	health := Health{s}
	e.GET("/healthz", health.Alive, everyone)
	e.GET("/readyz", health.Ready, everyone)
	e.GET("/metrics", health.Metrics(), everyone)
}

func (s Site) doorstep(e *echo.Echo) {
	e.GET("/", toBestLanguage, everyone)
	e.POST("/:lang/theme", Themes{s}.Create, everyone)
	e.GET("/:lang/set-up/:token", FirstAdmins{s}.New, everyone)
	e.POST("/:lang/set-up/:token", FirstAdmins{s}.Create, everyone)
}

// reading is what everybody may read: the catalogue, and what editors write.
func (s Site) reading(e *echo.Echo) {
	e.GET("/:lang/", Homes{s}.Show, s.public)
	e.GET("/:lang/catalogue", Services{s}.Index, s.public)
	e.GET("/:lang/services/:slug", Services{s}.Show, s.public)
	e.GET("/:lang/offers", Offers{s}.Index, s.public)
	e.GET("/:lang/offers/:slug", Offers{s}.Show, s.public)
	e.GET("/:lang/pages", Contents{s, content.KindPage}.About, s.public)
	e.GET("/:lang/pages/:slug", Contents{s, content.KindPage}.Show, s.public)
	e.GET("/:lang/engagements", Charters{s}.Show, s.public)
	e.GET("/:lang/guides", Contents{s, content.KindGuide}.Guides, s.public)
	e.GET("/:lang/guides/:slug", Contents{s, content.KindGuide}.Show, s.public)
	e.GET("/:lang/legal", Contents{s, content.KindLegal}.Laws, s.public)
	e.GET("/:lang/legal/:slug", Contents{s, content.KindLegal}.Show, s.public)
	e.GET("/:lang/help", HelpArticles{s}.Index, s.public)
	e.GET("/:lang/help/:slug", Contents{s, content.KindHelp}.Show, s.public)
	e.GET("/:lang/news", News{s}.Index, s.public)
	e.GET("/:lang/news.atom", News{s}.Feed, everyone)
	e.GET("/:lang/news/:slug", Contents{s, content.KindNews}.Show, s.public)
	e.GET("/:lang/sitemap.xml", Sitemaps{s}.Show, everyone)
	e.GET("/sitemap.xml", Sitemaps{s}.Index, everyone)
	e.GET("/robots.txt", Sitemaps{s}.Robots, everyone)
}

func (s Site) desk(e *echo.Echo) {
	e.GET("/:lang/o/:org", Organisations{s}.Show, inOrganisation())
	e.GET("/:lang/desk", Desks{s}.Show, staff())
	e.GET("/:lang/desk/set-up", SetUps{s}.Show, staff(people.Admin))
	e.POST("/:lang/desk/opening", Openings{s}.Create, staff(people.Admin))
	e.POST("/:lang/desk/test-letter", TestLetters{s}.Create, staff(people.Admin))
	e.POST("/:lang/desk/standard-terms", StandardTerms{s}.Create, staff(people.Admin))
	e.GET("/:lang/desk/journal", Journals{s}.Index, staff(people.Operator))
	e.GET("/:lang/desk/journal.csv", Journals{s}.Export, staff(people.Operator))
	e.GET("/:lang/desk/customers", CustomerBatches{s}.Show, staff(people.Operator, people.Accountant))
	e.GET("/:lang/desk/promises", Promises{s}.Index, staff(people.Operator))
	e.GET("/:lang/desk/promises.csv", Promises{s}.Export, staff(people.Operator))
	e.POST("/:lang/desk/promises/:id/again", PromiseRetries{s}.Create, staff(people.Operator))
	deployments, suspensions := Deployments{s}, Suspensions{s}
	e.GET("/:lang/desk/deployments", deployments.Index, staff(people.Operator))
	e.GET("/:lang/desk/deployments.csv", deployments.Export, staff(people.Operator))
	e.GET("/:lang/desk/deployments/:ref", deployments.Edit, staff(people.Operator))
	e.POST("/:lang/desk/deployments/:ref", deployments.Update, staff(people.Operator))
	e.POST("/:lang/desk/deployments/:ref/suspension", suspensions.Create, staff(people.Operator))
	e.POST("/:lang/desk/deployments/:ref/resumption", suspensions.Destroy, staff(people.Operator))
	e.GET("/:lang/desk/services/:slug/checklists", Checklists{s}.Edit, staff(people.Operator))
	e.POST("/:lang/desk/services/:slug/checklists", Checklists{s}.Update, staff(people.Operator))
	e.GET("/:lang/o/:org/services", Spaces{s}.Index, inOrganisation())
	e.GET("/:lang/o/:org/services/:ref", Spaces{s}.Show, inOrganisation())
	e.GET("/:lang/desk/collective", Collectives{s}.Edit, staff(people.Operator))
	e.POST("/:lang/desk/collective", Collectives{s}.Update, staff(people.Operator))
	e.POST("/:lang/desk/regimes", TaxRegimes{s}.Create, staff(people.Operator))
	e.GET("/:lang/desk/people", People{s}.Index, staff(people.Operator, people.Agent))
	e.GET("/:lang/desk/people.csv", People{s}.Export, staff(people.Operator, people.Agent))
	e.GET("/:lang/desk/people/:ref", People{s}.Show, staff(people.Operator, people.Agent))
	e.POST("/:lang/desk/people/:ref/roles", PersonRoles{s}.Update, staff(people.Admin))
	e.POST("/:lang/desk/people/:ref/entry", PersonEntries{s}.Update, staff(people.Operator))
	e.GET("/:lang/desk/letters", DeskLetters{s}.Index, staff(people.Operator))
	e.GET("/:lang/desk/letters.csv", DeskLetters{s}.Export, staff(people.Operator))
	e.POST("/:lang/desk/letters/:ref/again", DeskLetterReplays{s}.Create, staff(people.Operator))
}

// keeping is where the catalogue is kept: libre projects, services with their incidents, offers with their prices.
func (s Site) keeping(e *echo.Echo) {
	upstreams, services, offers, incidents := Upstreams{s}, DeskServices{s}, DeskOffers{s}, Incidents{s}
	e.GET("/:lang/desk/catalogue", DeskCatalogue{s}.Index, staff(people.Operator))
	e.GET("/:lang/desk/catalogue.csv", DeskCatalogue{s}.Export, staff(people.Operator))
	e.GET("/:lang/desk/upstreams", upstreams.Index, staff(people.Operator))
	e.GET("/:lang/desk/upstreams/new", upstreams.New, staff(people.Operator))
	e.POST("/:lang/desk/upstreams", upstreams.Create, staff(people.Operator))
	e.GET("/:lang/desk/upstreams/:slug", upstreams.Edit, staff(people.Operator))
	e.POST("/:lang/desk/upstreams/:slug", upstreams.Update, staff(people.Operator))
	e.GET("/:lang/desk/services", services.Index, staff(people.Operator))
	e.GET("/:lang/desk/services/new", services.New, staff(people.Operator))
	e.POST("/:lang/desk/services", services.Create, staff(people.Operator))
	e.GET("/:lang/desk/services/:slug", services.Edit, staff(people.Operator))
	e.POST("/:lang/desk/services/:slug", services.Update, staff(people.Operator))
	e.POST("/:lang/desk/services/:slug/publication", ServicePublications{s}.Create, staff(people.Operator))
	e.DELETE("/:lang/desk/services/:slug/publication", ServicePublications{s}.Destroy, staff(people.Operator))
	e.GET("/:lang/desk/services/:slug/incidents", incidents.Index, staff(people.Operator))
	e.POST("/:lang/desk/services/:slug/incidents", incidents.Create, staff(people.Operator))
	e.POST("/:lang/desk/services/:slug/incidents/:ref", incidents.Update, staff(people.Operator))
	e.DELETE("/:lang/desk/services/:slug/incidents/:ref", incidents.Destroy, staff(people.Operator))
	e.GET("/:lang/desk/offers", offers.Index, staff(people.Operator))
	e.GET("/:lang/desk/offers/new", offers.New, staff(people.Operator))
	e.POST("/:lang/desk/offers", offers.Create, staff(people.Operator))
	e.GET("/:lang/desk/offers/:slug", offers.Edit, staff(people.Operator))
	e.POST("/:lang/desk/offers/:slug", offers.Update, staff(people.Operator))
	e.POST("/:lang/desk/offers/:slug/publication", OfferPublications{s}.Create, staff(people.Operator))
	e.DELETE("/:lang/desk/offers/:slug/publication", OfferPublications{s}.Destroy, staff(people.Operator))
	e.GET("/:lang/desk/offers/:slug/prices", Prices{s}.Index, staff(people.Operator))
	e.POST("/:lang/desk/offers/:slug/prices", Prices{s}.Create, staff(people.Operator))
}

// door is where people come in and go out.
func (s Site) door(e *echo.Echo) {
	links := SignInLinks{s}
	e.GET("/:lang/sign-in", links.New, everyone)
	e.POST("/:lang/sign-in", links.Create, everyone)
	e.GET("/:lang/sign-in/links", links.Index, everyone)
	e.GET("/:lang/sign-in/links/:token", links.Show, everyone)
	e.POST("/:lang/sign-in/links/:token", links.Update, everyone)
	e.GET("/:lang/sign-in/password", PasswordSignIns{s}.New, everyone)
	e.POST("/:lang/sign-in/password", PasswordSignIns{s}.Create, everyone)
	e.POST("/:lang/sign-out", SignOuts{s}.Create, everyone)
	e.GET("/:lang/invitations/:token", Entries{s}.Show, everyone)
	e.POST("/:lang/invitations/:token", Entries{s}.Create, everyone)
	e.GET("/:lang/email-changes/:token", EmailChanges{s}.Show, everyone)
	e.POST("/:lang/email-changes/:token", EmailChanges{s}.Update, everyone)
}

// account is what a person does about themself.
func (s Site) account(e *echo.Echo) {
	e.GET("/:lang/account", Accounts{s}.Edit, members)
	e.POST("/:lang/account", Accounts{s}.Update, members)
	e.GET("/:lang/account/email", EmailChanges{s}.New, members)
	e.POST("/:lang/account/email", s.lately(EmailChanges{s}.Create), members)
	e.GET("/:lang/account/password", Passwords{s}.Edit, members)
	e.POST("/:lang/account/password", Passwords{s}.Update, members)
	e.POST("/:lang/account/password/removal", PasswordRemovals{s}.Create, members)
	e.GET("/:lang/account/sessions", Sessions{s}.Index, members)
	e.POST("/:lang/account/sessions/end", OtherSessionEnds{s}.Create, members)
	e.POST("/:lang/account/sessions/:ref/end", SessionEnds{s}.Create, members)
	e.GET("/:lang/account/letters", Letters{s}.Index, members)
	e.GET("/:lang/account/letters/:ref", Letters{s}.Show, members)
	e.GET("/:lang/account/farewell", Farewells{s}.New, members)
	e.POST("/:lang/account/farewell", Farewells{s}.Create, members)
	e.GET("/:lang/account/export", Exports{s}.Show, members)
}

// membership is who belongs to an organisation, and what an invoice must know about it.
func (s Site) membership(e *echo.Echo) {
	e.GET("/:lang/o/:org/members", Members{s}.Index, inOrganisation())
	e.GET("/:lang/o/:org/members.csv", Members{s}.Export, inOrganisation())
	e.GET("/:lang/o/:org/members/:ref", Memberships{s}.Edit, beginning(people.Owner))
	e.POST("/:lang/o/:org/members/:ref", Memberships{s}.Update, beginning(people.Owner))
	e.GET("/:lang/o/:org/members/:ref/end", MembershipEnds{s}.New, inOrganisation())
	e.POST("/:lang/o/:org/members/:ref/end", MembershipEnds{s}.Create, inOrganisation())
	e.GET("/:lang/o/:org/invitations", Invitations{s}.New, beginning(people.Owner))
	e.POST("/:lang/o/:org/invitations", Invitations{s}.Create, beginning(people.Owner))
	e.POST("/:lang/o/:org/invitations/:ref/end", InvitationEnds{s}.Create, inOrganisation(people.Owner))
	e.GET("/:lang/o/:org/join-links", JoinLinks{s}.New, beginning(people.Owner))
	e.POST("/:lang/o/:org/join-links", JoinLinks{s}.Create, beginning(people.Owner))
	e.GET("/:lang/o/:org/join-links/:ref", JoinLinks{s}.Show, beginning(people.Owner))
	e.POST("/:lang/o/:org/arrivals/:ref/welcome", ArrivalWelcomes{s}.Create, beginning(people.Owner))
	e.POST("/:lang/o/:org/arrivals/:ref/refusal", ArrivalRefusals{s}.Create, inOrganisation(people.Owner))
	e.GET("/:lang/o/:org/handover", Handovers{s}.New, inOrganisation(people.Owner))
	e.POST("/:lang/o/:org/handover", Handovers{s}.Create, inOrganisation(people.Owner))
	e.POST("/:lang/o/:org/handover/end", HandoverEnds{s}.Create, inOrganisation(people.Owner))
	e.GET("/:lang/o/:org/details", Details{s}.Edit, inOrganisation(people.Treasurer))
	e.POST("/:lang/o/:org/details", Details{s}.Update, inOrganisation(people.Treasurer))
}

// toBestLanguage sends a first visit to the language the browser asks for; the answer differs by that header.
func toBestLanguage(c echo.Context) error {
	c.Response().Header().Add(echo.HeaderVary, "Accept-Language")
	return c.Redirect(http.StatusFound, "/"+locales.Best(c.Request().Header.Get("Accept-Language"))+"/")
}

// workshop is for those who build the pages: in development only.
func (s Site) workshop(e *echo.Echo) {
	if s.Development {
		e.GET("/:lang/outbox", Outboxes{s}.Index, everyone)
		e.GET("/:lang/outbox/:ref", Outboxes{s}.Show, everyone)
		e.GET("/:lang/outbox/:ref/html", Outboxes{s}.Source, everyone)
		e.GET("/:lang/styleguide", Styleguide{}.Show, s.public)
	}
}

func (s Site) help(e *echo.Echo) {
	s.routesOfDisagreements(e)
	tickets := Tickets{s}
	e.GET("/:lang/tickets", tickets.Index, members)
	e.GET("/:lang/tickets.csv", TicketExports{s}.Index, members)
	e.GET("/:lang/tickets/new", tickets.New, everyone)
	e.GET("/:lang/tickets/sent", SentTickets{}.Show, everyone)
	e.POST("/:lang/tickets", tickets.Create, everyone)
	e.GET("/:lang/tickets/:ref", tickets.Show, members)
	e.GET("/:lang/tickets/:ref/details", tickets.Edit, staff())
	e.POST("/:lang/tickets/:ref/details", tickets.Update, staff())
	e.POST("/:lang/tickets/:ref/messages", TicketMessages{s}.Create, members)
	e.POST("/:lang/tickets/:ref/replies", TicketReplies{s}.Create, staff())
	e.POST("/:lang/tickets/:ref/notes", TicketNotes{s}.Create, staff())
	e.POST("/:lang/tickets/:ref/state", TicketStates{s}.Create, staff())
	e.POST("/:lang/tickets/:ref/assignment", TicketAssignments{s}.Create, staff())
	e.POST("/:lang/tickets/:ref/closure", TicketClosures{s}.Create, members)
	e.POST("/:lang/tickets/:ref/reopening", TicketReopenings{s}.Create, members)
	e.POST("/:lang/tickets/:ref/confirmation", TicketConfirmations{s}.Create, members)
	e.POST("/:lang/tickets/:ref/people", TicketPeople{s}.Create, members)
	e.DELETE("/:lang/tickets/:ref/people/:person", TicketPeople{s}.Destroy, members)
	e.POST("/:lang/tickets/:ref/following", TicketFollowings{s}.Create, members)
	e.DELETE("/:lang/tickets/:ref/following", TicketFollowings{s}.Destroy, members)
	e.GET("/:lang/tickets/:ref/files/:file", TicketFiles{s}.Show, members)
	e.GET("/:lang/desk/tickets", Queue{s}.Index, staff())
	e.GET("/:lang/desk/tickets.csv", QueueExports{s}.Index, staff())
	e.GET("/:lang/desk/answers", Macros{s}.Index, staff(people.Agent, people.Operator))
	e.GET("/:lang/desk/answers/new", Macros{s}.New, staff(people.Agent, people.Operator))
	e.POST("/:lang/desk/answers", Macros{s}.Create, staff(people.Agent, people.Operator))
	e.GET("/:lang/desk/answers/:ref", Macros{s}.Edit, staff(people.Agent, people.Operator))
	e.POST("/:lang/desk/answers/:ref", Macros{s}.Update, staff(people.Agent, people.Operator))
	e.POST("/:lang/desk/answers/:ref/removal", MacroRemovals{s}.Create, staff(people.Agent, people.Operator))
}

func (s Site) billing(e *echo.Echo) {
	subscriptions, proFormas := Subscriptions{s}, ProFormas{s}
	e.GET("/:lang/offers/:slug/subscribe", subscriptions.New, everyone)
	e.POST("/:lang/offers/:slug/subscribe", subscriptions.Create, everyone)
	e.GET("/:lang/pro-formas/:ref", proFormas.Show, everyone)
	e.GET("/:lang/pro-formas/:ref/pdf", proFormas.PDF, everyone)
	e.POST("/:lang/pro-formas/:ref/links", ProFormaLinks{s}.Create, everyone)
	e.POST("/:lang/pro-formas/:ref/letters", ProFormaLetters{s}.Create, everyone)
	e.POST("/:lang/pro-formas/:ref/acceptance", ProFormaAcceptances{s}.Create, members)
	s.invoices(e)
	s.requests(e)
	payments := Payments{s}
	e.GET("/:lang/desk/payments", payments.Index, staff(people.Operator, people.Accountant))
	e.GET("/:lang/desk/payments.csv", payments.Export, staff(people.Operator, people.Accountant))
	e.GET("/:lang/desk/payments/new", payments.New, staff(people.Operator))
	e.POST("/:lang/desk/payments", payments.Create, staff(people.Operator))
	e.GET("/:lang/desk/payments/:ref", payments.Show, staff(people.Operator, people.Accountant))
	e.POST("/:lang/desk/payments/:ref/reversal", PaymentReversals{s}.Create, staff(people.Operator))
	s.accounting(e)
	s.collecting(e)
}

func (s Site) invoices(e *echo.Echo) {
	invoices, desk := Invoices{s}, DeskInvoices{s}
	e.GET("/:lang/o/:org/invoices", invoices.Index, inOrganisation(people.Treasurer))
	e.GET("/:lang/o/:org/invoices.csv", invoices.Export, inOrganisation(people.Treasurer))
	e.GET("/:lang/o/:org/invoices.zip", InvoiceArchives{s}.Show, inOrganisation(people.Treasurer))
	e.POST("/:lang/o/:org/invoices/asked/:ref", AskedInvoices{s}.Create, inOrganisation(people.Treasurer))
	e.GET("/:lang/o/:org/invoices/:ref", invoices.Show, inOrganisation(people.Treasurer))
	e.GET("/:lang/o/:org/invoices/:ref/pdf", invoices.PDF, inOrganisation(people.Treasurer))
	e.GET("/:lang/o/:org/invoices/:ref/xml", ElectronicInvoices{s}.Show, inOrganisation(people.Treasurer))
	e.GET("/:lang/desk/invoices", desk.Index, staff(people.Operator, people.Accountant))
	e.GET("/:lang/desk/invoices.csv", desk.Export, staff(people.Operator, people.Accountant))
	e.GET("/:lang/desk/invoices/:ref", desk.Show, staff(people.Operator, people.Accountant))
	e.GET("/:lang/desk/invoices/:ref/pdf", desk.PDF, staff(people.Operator, people.Accountant))
	e.GET("/:lang/desk/invoices/:ref/xml", DeskElectronicInvoices{s}.Show, staff(people.Operator, people.Accountant))
	e.POST("/:lang/desk/invoices/:ref/credit-notes", CreditNotes{s}.Create, staff(people.Operator))
}

// commons is what people give, and what everybody may know of it.
func (s Site) commons(e *echo.Echo) {
	gifts, queue := Contributions{s}, []people.Role{people.Steward, people.Operator, people.Accountant}
	e.GET("/:lang/contributions", Gifts{}.Show, s.public)
	e.GET("/:lang/contributions/new", gifts.New, members)
	e.POST("/:lang/contributions", gifts.Create, members)
	e.GET("/:lang/contributions/mine", MyContributions{s}.Index, members)
	e.GET("/:lang/contributions/mine.csv", MyContributions{s}.Export, members)
	e.GET("/:lang/contributions/to-confirm", Confirmations{s}.Index, members)
	e.GET("/:lang/contributions/to-confirm.csv", Confirmations{s}.Export, members)
	e.GET("/:lang/contributions/:ref", gifts.Show, everyone)
	e.POST("/:lang/contributions/:ref", gifts.Update, members)
	e.GET("/:lang/contributions/:ref/edit", gifts.Edit, members)
	e.POST("/:lang/contributions/:ref/submission", Submissions{s}.Create, members)
	e.POST("/:lang/contributions/:ref/withdrawal", Withdrawals{s}.Create, members)
	e.POST("/:lang/contributions/:ref/disclosure", Disclosures{s}.Create, members)
	e.POST("/:lang/contributions/:ref/voucher", Vouchers{s}.Create, members)
	e.POST("/:lang/contributions/:ref/attestations", Attestations{s}.Create, members)
	e.POST("/:lang/contributions/:ref/contest", Contests{s}.Create, members)
	e.POST("/:lang/contributions/:ref/decision", ContributionDecisions{s}.Create, staff(queue...))
	e.POST("/:lang/contributions/:ref/counting", Countings{s}.Create, staff(queue...))
	e.POST("/:lang/contributions/:ref/reviews", ContestReviews{s}.Create, staff(queue...))
	e.POST("/:lang/contributions/:ref/settlements", Settlements{s}.Create, staff(queue...))
	e.POST("/:lang/contributions/:ref/clearances", Clearances{s}.Create, staff(queue...))
	e.GET("/:lang/desk/contributions", ContributionQueue{s}.Index, staff(queue...))
	e.GET("/:lang/desk/contributions.csv", ContributionQueue{s}.Export, staff(queue...))
	e.GET("/:lang/desk/agreements", Agreements{s}.Index, staff(people.Operator, people.Accountant))
	e.GET("/:lang/desk/agreements.csv", Agreements{s}.Export, staff(people.Operator, people.Accountant))
	e.POST("/:lang/desk/agreements", Agreements{s}.Create, staff(people.Operator, people.Accountant))
	e.GET("/:lang/desk/valuations", Valuations{s}.Index, staff(people.Operator, people.Accountant))
	e.POST("/:lang/desk/valuations", Valuations{s}.Create, staff(people.Operator, people.Accountant))
	e.GET("/:lang/o/:org/contributions", OrganisationContributions{s}.Index, inOrganisation())
	e.GET("/:lang/o/:org/contributions.csv", OrganisationContributions{s}.Export, inOrganisation())
	e.GET("/:lang/transparency", Transparency{s}.Show, s.public)
	e.GET("/:lang/transparency/money.csv", Transparency{s}.Export, everyone)
	e.GET("/:lang/transparency/contributions", PublicContributions{s}.Index, s.public)
	e.GET("/:lang/transparency/contributions.csv", PublicContributions{s}.Export, everyone)
	s.euro(e)
}
