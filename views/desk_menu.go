package views

import (
	"context"

	"chatiere/models/people"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// deskGroups are the pages of the staff that one may enter, by what they are about; the day comes first.
func deskGroups(ctx context.Context) []ui.LinkGroup {
	all := []ui.LinkGroup{{Links: links(ctx, ui.Link{Href: paths.Desk(lang(ctx)), Text: t(ctx, "desk.today")})}}
	for _, group := range []ui.LinkGroup{deskMoney(ctx), deskHosting(ctx), deskWords(ctx), deskReciprocity(ctx), deskPortal(ctx)} {
		if len(group.Links) > 0 {
			all = append(all, group)
		}
	}
	return all
}

// deskPage is a page of the desk and who may enter it.
type deskPage struct {
	href, text string
	roles      []people.Role
}

// deskGroup leaves the pages that one may enter.
func deskGroup(ctx context.Context, title string, pages ...deskPage) ui.LinkGroup {
	group := ui.LinkGroup{Title: title}
	for _, p := range pages {
		if me(ctx).Is(p.roles...) {
			group.Links = append(group.Links, ui.Link{Href: p.href, Text: p.text})
		}
	}
	group.Links = links(ctx, group.Links...)
	return group
}

// Who enters most pages of the desk.
var (
	operators = []people.Role{people.Operator}
	counters  = []people.Role{people.Operator, people.Accountant}
	stewards  = []people.Role{people.Steward, people.Operator, people.Accountant}
	answerers = []people.Role{people.Operator, people.Agent}
	editors   = []people.Role{people.Editor}
	admins    = []people.Role{people.Admin}
)

func deskMoney(ctx context.Context) ui.LinkGroup {
	l := lang(ctx)
	return deskGroup(ctx, t(ctx, "desk.group_money"),
		deskPage{paths.Payments(l), t(ctx, "desk.payments"), counters},
		deskPage{paths.DeskInvoices(l), t(ctx, "desk.invoices"), counters},
		deskPage{paths.MoneyQuestions(l), t(ctx, "money.title"), counters},
		deskPage{paths.Repayments(l), t(ctx, "repayments.title"), counters},
		deskPage{paths.DeskDeferrals(l), t(ctx, "deferrals.desk_title"), operators},
		deskPage{paths.Bank(l), t(ctx, "bank.title"), counters},
		deskPage{paths.Spendings(l), t(ctx, "spending.title"), counters},
		deskPage{paths.Repricings(l), t(ctx, "repricings.title"), counters},
		deskPage{paths.GiftCodes(l), t(ctx, "gifts.title"), counters},
		deskPage{paths.Accounting(l), t(ctx, "accounting.title"), counters},
	)
}

func deskHosting(ctx context.Context) ui.LinkGroup {
	l := lang(ctx)
	return deskGroup(ctx, t(ctx, "desk.group_services"),
		deskPage{paths.DeskAccounts(l), t(ctx, "accounts.list_title"), counters},
		deskPage{paths.DeskRequests(l), t(ctx, "requests.desk_title"), operators},
		deskPage{paths.Deployments(l), t(ctx, "desk.deliveries"), operators},
		deskPage{paths.DeskNotices(l), t(ctx, "notices.desk_title"), operators},
		deskPage{paths.DeskCatalogue(l), t(ctx, "desk_catalogue.title"), operators},
		deskPage{paths.People(l), t(ctx, "desk.people"), answerers},
		deskPage{paths.CustomerBatch(l), t(ctx, "customers.page.title"), counters},
	)
}

func deskWords(ctx context.Context) ui.LinkGroup {
	l := lang(ctx)
	return deskGroup(ctx, t(ctx, "desk.group_words"),
		deskPage{paths.Queue(l), t(ctx, "desk.tickets"), answerers},
		deskPage{paths.Texts(l), t(ctx, "desk.texts"), editors},
	)
}

func deskReciprocity(ctx context.Context) ui.LinkGroup {
	l := lang(ctx)
	return deskGroup(ctx, t(ctx, "desk.group_reciprocity"),
		deskPage{paths.ContributionQueue(l, ""), t(ctx, "commons.queue.title"), stewards},
		deskPage{paths.DeskRounds(l), t(ctx, "rounds.title"), stewards},
		deskPage{paths.Payouts(l), t(ctx, "payouts.title"), stewards},
		deskPage{paths.DeskSpaces(l), t(ctx, "pledges.spaces_title"), operators},
		deskPage{paths.Donations(l), t(ctx, "donations.title"), counters},
		deskPage{paths.GiftReceipts(l), t(ctx, "donations.receipts_title"), counters},
		deskPage{paths.Agreements(l), t(ctx, "commons.agreements.title"), counters},
		deskPage{paths.Valuations(l), t(ctx, "commons.valuations.title"), counters},
		deskPage{paths.Kinds(l), t(ctx, "kinds.title"), admins},
	)
}

func deskPortal(ctx context.Context) ui.LinkGroup {
	l := lang(ctx)
	return deskGroup(ctx, t(ctx, "desk.group_portal"),
		deskPage{paths.Collective(l), t(ctx, "desk.collective"), operators},
		deskPage{paths.Settings(l), t(ctx, "settings.title"), []people.Role{people.Operator, people.Admin}},
		deskPage{paths.Reminders(l), t(ctx, "reminders.title"), operators},
		deskPage{paths.Infos(l), t(ctx, "infos.title"), operators},
		deskPage{paths.DeskFactors(l), t(ctx, "factors.desk_title"), operators},
		deskPage{paths.PaymentKeys(l), t(ctx, "payment_keys.title"), admins},
		deskPage{paths.DeskLetters(l), t(ctx, "desk.letters"), operators},
		deskPage{paths.Journal(l), t(ctx, "desk.journal"), operators},
		deskPage{paths.Promises(l), t(ctx, "desk.promises"), operators},
		deskPage{paths.SetUp(l), t(ctx, "desk.set_up"), admins},
	)
}
