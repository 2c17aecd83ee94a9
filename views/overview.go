package views

import (
	"context"
	"slices"
	"strings"
	"time"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/commons"
	"chatiere/models/content"
	"chatiere/models/overview"
	"chatiere/models/people"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// organisationLinks are the pages of an organisation, those the reader's role opens.
func organisationLinks(ctx context.Context, o people.Organisation) []ui.Link {
	all := []ui.Link{
		{Href: paths.Organisation(lang(ctx), o), Text: t(ctx, "organisation.overview")},
		{Href: paths.Spaces(lang(ctx), o), Text: t(ctx, "organisation.services")},
	}
	if overview.SeesMoney(me(ctx), o) {
		all = append(all, ui.Link{Href: paths.Invoices(lang(ctx), o), Text: t(ctx, "organisation.invoices")})
	}
	if o.Heads() {
		all = append(all, ui.Link{Href: paths.Network(lang(ctx), o), Text: t(ctx, "network.title")})
	}
	if o.NetworkID != nil {
		all = append(all, ui.Link{Href: paths.Head(lang(ctx), o), Text: t(ctx, "network.head_title")})
	}
	all = append(all,
		ui.Link{Href: paths.Members(lang(ctx), o), Text: t(ctx, "organisation.members")},
		ui.Link{Href: paths.TicketsOf(lang(ctx), o), Text: t(ctx, "organisation.tickets")},
		ui.Link{Href: paths.OrganisationContributions(lang(ctx), o), Text: t(ctx, "commons.organisation.tab")})
	if overview.SeesMoney(me(ctx), o) {
		all = append(all, ui.Link{Href: paths.Details(lang(ctx), o), Text: t(ctx, "details.title")})
	}
	if me(ctx).Is(readers...) {
		all = append(all, ui.Link{Href: paths.DeskAccount(lang(ctx), o), Text: t(ctx, "accounts.tab")})
	}
	return links(ctx, all...)
}

// adviceOf is a piece of advice: what to do, why, and where.
func adviceOf(ctx context.Context, s overview.Standing, a overview.Advice) (what, why, href string) {
	o := s.Organisation
	switch a {
	case overview.AnswerOpening:
		return t(ctx, "organisation.advice.opening"), t(ctx, "organisation.advice.opening_why"), paths.SpaceOpening(lang(ctx), o)
	case overview.AnswerNetwork:
		return t(ctx, "organisation.advice.network"), t(ctx, "organisation.advice.network_why", "Head", s.Proposal.Head.Name), paths.Proposal(lang(ctx), s.Proposal)
	case overview.AnswerHead:
		return t(ctx, "organisation.advice.head"), t(ctx, "organisation.advice.head_why", "Head", s.Proposal.Head.Name, "Part", bp(ctx, *s.Proposal.AskedBP)), paths.Head(lang(ctx), o)
	case overview.AnswerChange:
		return t(ctx, "organisation.advice.change"), t(ctx, "organisation.advice.change_why"), paths.Change(lang(ctx), o, billing.Subscription{Ref: s.Owed.Wished})
	case overview.PayLate:
		return t(ctx, "organisation.advice.late"), t(ctx, "organisation.advice.late_why", "Amount", money(ctx, s.Owed.LateCents)), paths.Invoices(lang(ctx), o)
	case overview.PayInvoice:
		return t(ctx, "organisation.advice.due"), t(ctx, "organisation.advice.due_why", "Amount", money(ctx, s.Owed.DueCents-s.Owed.LateCents), "Date", dateOnly(ctx, s.Owed.NextDueOn)), paths.Invoices(lang(ctx), o)
	case overview.PayProForma:
		return t(ctx, "organisation.advice.asked"), t(ctx, "organisation.advice.asked_why", "Amount", money(ctx, s.Owed.AskedCents)), firstProForma(ctx, s)
	case overview.AnswerShare:
		return t(ctx, "organisation.advice.share"), t(ctx, "organisation.advice.share_why", "Organisation", s.Carried[0].Organisation.Name, "Part", bp(ctx, s.Carried[0].BasisPoints)), paths.CarriedShare(lang(ctx), o, s.Carried[0])
	case overview.VoteInRound:
		r, _ := s.Gave.OpenVote(s.Today.Format(time.DateOnly))
		return t(ctx, "organisation.advice.vote"), t(ctx, "organisation.advice.vote_why", "Round", roundName(ctx, r), "Day", dateOnly(ctx, r.Rules().Deadlines.Closes)), paths.Ballot(lang(ctx), o, r)
	case overview.ProposeProject:
		r, _ := s.Gave.OpenProposals(s.Today.Format(time.DateOnly))
		return t(ctx, "organisation.advice.propose"), t(ctx, "organisation.advice.propose_why", "Round", roundName(ctx, r), "Day", dateOnly(ctx, r.LastProposals())), paths.NewProjectProposal(lang(ctx), o, r)
	case overview.FillDetails:
		return t(ctx, "organisation.advice.details"), t(ctx, "organisation.advice.details_why"), paths.Details(lang(ctx), o)
	case overview.NameAnother:
		return t(ctx, "organisation.advice.another"), t(ctx, "organisation.advice.another_why"), paths.Members(lang(ctx), o)
	case overview.InvitePeople:
		return t(ctx, "organisation.advice.invite"), t(ctx, "organisation.advice.invite_why"), paths.Members(lang(ctx), o)
	}
	return t(ctx, "organisation.advice.service"), t(ctx, "organisation.advice.service_why"), paths.Home(lang(ctx))
}

// asking are the pro formas that ask for something: where others pay everything there is nothing to pay.
func asking(all []billing.ProForma) []billing.ProForma {
	return slices.DeleteFunc(slices.Clone(all), func(p billing.ProForma) bool { return p.TotalCents == 0 })
}

func firstProForma(ctx context.Context, s overview.Standing) string {
	if len(s.ProFormas) == 0 {
		return paths.Invoices(lang(ctx), s.Organisation)
	}
	return paths.ProForma(lang(ctx), s.ProFormas[0])
}

func money(ctx context.Context, cents int64) string { return locales.Money(lang(ctx), cents, "EUR") }

func taskWords(ctx context.Context, n overview.TaskName) (what, href string) {
	switch n {
	case overview.AdminTask:
		return t(ctx, "set_up.admin"), paths.People(lang(ctx))
	case overview.NoticeTask:
		return t(ctx, "set_up.notice"), paths.Collective(lang(ctx))
	case overview.BankTask:
		return t(ctx, "set_up.bank"), paths.Collective(lang(ctx)) + "#f-iban"
	case overview.TaxTask:
		return t(ctx, "set_up.tax"), paths.Collective(lang(ctx)) + "#regimes"
	case overview.ServiceTask:
		return t(ctx, "set_up.service"), paths.DeskCatalogue(lang(ctx))
	case overview.OfferTask:
		return t(ctx, "set_up.offer"), paths.DeskCatalogue(lang(ctx)) + "#offers"
	case overview.TermsTask:
		return t(ctx, "set_up.terms"), paths.TextsOf(lang(ctx), string(content.KindLegal))
	case overview.WordsTask:
		return t(ctx, "set_up.words"), paths.Collective(lang(ctx))
	}
	return t(ctx, "set_up.mail"), ""
}

// asked is something that legal texts ask for: what it is, and the field where it is said.
func asked(ctx context.Context, name string) (what, href string) {
	at := func(field string) string { return paths.Collective(lang(ctx)) + "#f-" + field }
	switch name {
	case "collective.legal_name":
		return t(ctx, "collective.legal_name"), at("legal_name")
	case "collective.address":
		return t(ctx, "collective.street"), at("street")
	case "collective.registration":
		return t(ctx, "collective.registry"), at("registry_number")
	case "collective.vat_number":
		return t(ctx, "collective.vat_number"), at("vat_number")
	case "collective.email", "collective.privacy_email":
		return t(ctx, "collective.email"), at("email")
	case "collective.phone":
		return t(ctx, "collective.phone"), at("phone")
	case "collective.publication_director":
		return t(ctx, "collective.publisher"), at("publisher")
	case "collective.site_host":
		return t(ctx, "collective.infrastructure"), at("infrastructure_host")
	case "collective.mediator":
		return t(ctx, "collective.mediator"), at("mediator")
	case "collective.name":
		return t(ctx, "collective.name"), at("name")
	}
	return "{{" + name + "}}", paths.TextsOf(lang(ctx), string(content.KindLegal)) // no such word: the text itself is to be corrected
}

func adviceTone(a overview.Advice) ui.Tone {
	switch a {
	case overview.PayLate:
		return ui.Bad
	case overview.PayInvoice, overview.PayProForma, overview.FillDetails:
		return ui.Warn
	}
	return ui.Info
}

// gaveWords sum up what an organisation gave: what is asked of it, what is on its way, the time that counts.
func gaveWords(ctx context.Context, s commons.Summary) string {
	var words []string
	if s.Asked > 0 {
		words = append(words, tn(ctx, "organisation.gifts_asked", s.Asked))
	}
	if s.Unsure > 0 {
		words = append(words, tn(ctx, "organisation.gifts_unsure", s.Unsure))
	}
	if s.Waiting > 0 {
		words = append(words, tn(ctx, "organisation.gifts_waiting", s.Waiting))
	}
	if s.Minutes > 0 {
		words = append(words, t(ctx, "organisation.gifts_time", "Time", quantity(ctx, s.Minutes, commons.Minutes)))
	}
	return strings.Join(words, " ")
}

func dueMore(ctx context.Context, s overview.Standing) string {
	if s.Owed.NextDueOn == "" {
		return ""
	}
	return t(ctx, "organisation.due_on", "Date", dateOnly(ctx, s.Owed.NextDueOn))
}
