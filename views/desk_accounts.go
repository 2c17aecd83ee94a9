package views

import (
	"context"
	"strconv"
	"strings"
	"time"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/overview"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// AccountsPage is the staff's list of organisations.
type AccountsPage struct {
	Filter overview.AccountFilter
	Page   store.Page[overview.AccountRow]
	Today  time.Time
}

// AccountPage is an organisation's file, with the forms of its account as far as was typed into them.
type AccountPage struct {
	overview.Account
	Form    billing.TagForm
	Check   people.VATCheckForm
	Closure overview.ClosureForm
	Wrong   store.Invalid
	Today   time.Time
	Zone    *time.Location
	Now     time.Time
	Acts    bool // its reader decides how the account is treated
}

// abroad says that the European register decides how its sales are taxed: it has a VAT number of another country than ours.
func (p AccountPage) abroad(ctx context.Context) bool {
	return p.Organisation.VATNumber != "" && p.Organisation.Country != FrameOf(ctx).Host.Country
}

// readers may open the file of any organisation.
var readers = []people.Role{people.Operator, people.Accountant, people.Agent}

// accountKind says what kind of organisation it is, in a list.
func accountKind(ctx context.Context, s people.Sort) string {
	switch s {
	case people.Informal:
		return t(ctx, "accounts.kind_informal")
	case people.Network:
		return t(ctx, "accounts.kind_network")
	case people.Company:
		return t(ctx, "accounts.kind_company")
	case people.PublicBody:
		return t(ctx, "accounts.kind_public_body")
	}
	return t(ctx, "accounts.kind_association")
}

func accountKinds(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, s := range people.Sorts {
		all = append(all, ui.Option{Value: string(s), Text: accountKind(ctx, s)})
	}
	return all
}

func accountState(ctx context.Context, s overview.AccountState) string {
	switch s {
	case overview.AccountRuns:
		return t(ctx, "accounts.state_runs")
	case overview.AccountLate:
		return t(ctx, "accounts.state_late")
	case overview.AccountWaits:
		return t(ctx, "accounts.state_waits")
	case overview.AccountIdle:
		return t(ctx, "accounts.state_idle")
	case overview.AccountHeads:
		return t(ctx, "accounts.state_heads")
	case overview.AccountClosed:
		return t(ctx, "accounts.state_closed")
	}
	return t(ctx, "accounts.state_unconfirmed")
}

func accountStates(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, s := range overview.AccountStates {
		all = append(all, ui.Option{Value: string(s), Text: accountState(ctx, s)})
	}
	return all
}

// accountMarks are what sets an organisation apart at first sight.
func accountMarks(ctx context.Context, o people.Organisation) []string {
	var all []string
	for _, mark := range []struct {
		holds bool
		words string
	}{{o.ClosedAt != nil, t(ctx, "accounts.state_closed")}, {!o.Usable(), t(ctx, "accounts.state_unconfirmed")}, {o.Heads(), t(ctx, "accounts.heads")}} {
		if mark.holds {
			all = append(all, mark.words)
		}
	}
	return all
}

// tagShort is how an account is treated apart, in a word for a list.
func tagShort(ctx context.Context, tag billing.Tag) string {
	switch tag {
	case billing.PaysByTransfer:
		return t(ctx, "accounts.short_pays_by_transfer")
	case billing.NoAutoCharge:
		return t(ctx, "accounts.short_no_auto_charge")
	case billing.DoNotChase:
		return t(ctx, "accounts.short_do_not_chase")
	case billing.WrittenOffTag:
		return t(ctx, "accounts.short_written_off")
	}
	return t(ctx, "accounts.short_no_invoicing")
}

func tagsShort(ctx context.Context, tags []billing.Tag) string {
	var all []string
	for _, tag := range tags {
		all = append(all, tagShort(ctx, tag))
	}
	return strings.Join(all, ", ")
}

// accountsFile is the list as a file, narrowed in the same way.
func accountsFile(ctx context.Context, f overview.AccountFilter) string {
	return asFile(paths.DeskAccounts(lang(ctx)), "q", f.Query, "kind", string(f.Sort), "state", string(f.State))
}

// AccountRows are the rows of the list as a file, heads first: days and amounts as programs read them.
func AccountRows(ctx context.Context, all []overview.AccountRow) [][]string {
	rows := [][]string{{
		t(ctx, "accounts.name"), t(ctx, "accounts.kind"), t(ctx, "details.registry"), t(ctx, "details.city"), t(ctx, "accounts.running"), t(ctx, "accounts.due"), t(ctx, "accounts.late_since"),
		t(ctx, "accounts.tags"), t(ctx, "accounts.mark"),
	}}
	for _, r := range all {
		rows = append(rows, []string{
			r.Name, accountKind(ctx, r.Sort), r.RegistryNumber, r.City, strconv.FormatInt(r.Running, 10), amount(ctx, r.DueCents), r.LateSince, tagsShort(ctx, r.Tags),
			strings.Join(accountMarks(ctx, r.Organisation), ", "),
		})
	}
	return rows
}

// lead says what kind of organisation it is and where.
func (p AccountPage) lead(ctx context.Context) string {
	words := []string{accountKind(ctx, p.Organisation.Sort)}
	if p.Organisation.City != "" {
		words = append(words, p.Organisation.City)
	}
	words = append(words, t(ctx, "accounts.since", "Date", dayAt(ctx, p.Organisation.CreatedAt)))
	return strings.Join(append(words, accountMarks(ctx, p.Organisation)...), " · ")
}

// address is where it is, on one line.
func (p AccountPage) address(ctx context.Context) string {
	o := p.Organisation
	var all []string
	for _, one := range []string{o.Street, strings.TrimSpace(o.Postcode + " " + o.City), locales.Country(lang(ctx), o.Country)} {
		if one != "" {
			all = append(all, one)
		}
	}
	return strings.Join(all, ", ")
}

// fiscal says how it stands towards VAT.
func fiscal(ctx context.Context, s people.FiscalStatus) string {
	switch s {
	case people.NotSubject:
		return t(ctx, "accounts.fiscal_not_subject")
	case people.ExemptTaxable:
		return t(ctx, "accounts.fiscal_exempt")
	case people.Liable:
		return t(ctx, "accounts.fiscal_liable")
	}
	return t(ctx, "accounts.fiscal_unknown")
}

// contractHead are the columns of contracts; what they cost is not for everybody.
func contractHead(ctx context.Context) []ui.Col {
	head := []ui.Col{ui.Text(t(ctx, "accounts.offer")), ui.Text(t(ctx, "hosting.state_label")), ui.Text(t(ctx, "accounts.period"))}
	if me(ctx).Is(counters...) {
		head = append(head, ui.Num(t(ctx, "accounts.price")))
	}
	return head
}

// contractState says where a contract stands.
func contractState(ctx context.Context, s billing.Subscription) (ui.Tone, string) {
	switch {
	case s.State == billing.Requested:
		return ui.Plain, t(ctx, "accounts.contract_requested")
	case s.State == billing.Accepted:
		return ui.Info, t(ctx, "accounts.contract_accepted")
	case s.State == billing.Ended:
		return ui.Plain, t(ctx, "accounts.contract_ended", "Date", dateOnly(ctx, s.CancelOn))
	case s.CancelOn != "":
		return ui.Warn, t(ctx, "network.space_ends", "Date", dateOnly(ctx, s.CancelOn))
	case s.Access == billing.ReadOnly:
		return ui.Warn, t(ctx, "accounts.contract_read_only")
	case s.Access == billing.ExportOnly:
		return ui.Bad, t(ctx, "accounts.contract_export_only")
	}
	return ui.Good, t(ctx, "accounts.contract_running")
}

// contractPeriod is the period that runs today.
func contractPeriod(ctx context.Context, s billing.Subscription, today time.Time) string {
	p, runs := s.Current(today)
	if !runs || s.State == billing.Ended {
		return ""
	}
	last := p.To.AddDate(0, 0, -1)
	return t(ctx, "accounts.contract_period", "From", dateOnly(ctx, p.From.Format(time.DateOnly)), "To", dateOnly(ctx, last.Format(time.DateOnly)))
}

// gave are the numbers of what an organisation gives, with where each is read by those who may.
func (p AccountPage) gave(ctx context.Context) []ui.Link {
	count := func(n int64, href string, may ...people.Role) ui.Link {
		if !me(ctx).Is(may...) {
			href = ""
		}
		return ui.Link{Href: href, Count: strconv.FormatInt(n, 10)}
	}
	l := lang(ctx)
	gifts := count(p.Gifts, paths.OrganisationContributions(l, p.Organisation), people.Operator)
	pledges := count(p.Pledges, paths.DeskSpaces(l), people.Operator)
	agreements := count(p.Agreements, paths.Agreements(l), counters...)
	gifts.Text, pledges.Text, agreements.Text = t(ctx, "accounts.gifts"), t(ctx, "accounts.pledges"), t(ctx, "accounts.agreements")
	return []ui.Link{gifts, pledges, agreements}
}

// asked reports whether the last date that was proposed waits for an answer.
func (p AccountPage) asked() bool { return p.Proposed[0].State == billing.DeferralAsked }
