package views

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"chatiere/locales"
	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// yes is the value of a ticked box.
func yes(ticked bool) string {
	if ticked {
		return "true"
	}
	return ""
}

// ContributionList is a list of contributions with its filter.
type ContributionList struct {
	Page   store.Page[commons.Contribution]
	Filter commons.Filter
	Org    people.Organisation     // whose, on the organisation's page
	Year   int                     // the present one, on one's own page
	Rules  []commons.ValuationRule // of value in kind, on the public page
}

func (l ContributionList) next(ctx context.Context, base string) ui.Link {
	if l.Page.Next == "" {
		return ui.Link{}
	}
	return ui.Link{Href: l.address(base, l.Page.Next), Text: t(ctx, "action.next")}
}

// address is the list with its filter, after a key.
func (l ContributionList) address(base, after string) string {
	q := url.Values{}
	for name, value := range map[string]string{"q": l.Filter.Query, "state": string(l.Filter.State), "family": string(l.Filter.Family), "kind": l.Filter.Kind, "after": after} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if len(q) == 0 {
		return base
	}
	return base + "?" + q.Encode()
}

func contributionStateOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, s := range commons.States {
		all = append(all, ui.Option{Value: string(s), Text: contributionState(ctx, s)})
	}
	return all
}

func familyOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, f := range commons.Families {
		all = append(all, ui.Option{Value: string(f), Text: familyName(ctx, f)})
	}
	return all
}

func contributionTabs(ctx context.Context) []ui.Link {
	all := []ui.Link{{Href: paths.MyContributions(lang(ctx)), Text: t(ctx, "commons.mine.title")}, {Href: paths.ToConfirm(lang(ctx)), Text: t(ctx, "commons.confirm.title")}, {Href: paths.Certificates(lang(ctx)), Text: t(ctx, "certificates.title")}}
	if commons.Council(me(ctx)) {
		all = append(all, ui.Link{Href: paths.ContributionQueue(lang(ctx), ""), Text: t(ctx, "commons.queue.title")})
	}
	return links(ctx, all...)
}

// titleOf is what it was, in the contributor's words; a person who left took theirs along.
func titleOf(ctx context.Context, c commons.Contribution) string {
	if c.Title == "" {
		return effectiveKind(ctx, c)
	}
	return c.Title
}

// evidenceHost is where the evidence lies, short enough for a table.
func evidenceHost(e commons.Evidence) string {
	host, _, _ := strings.Cut(e.URLNorm, "/")
	host, _, _ = strings.Cut(host, "?")
	return host
}

// ContributionQueuePage is what waits for the stewards.
type ContributionQueuePage struct {
	Page   store.Page[commons.Line]
	Filter commons.QueueFilter
	Waits  commons.Waits
	Now    time.Time
}

func (q ContributionQueuePage) tabs(ctx context.Context) []ui.Link {
	var all []ui.Link
	for _, v := range []struct {
		what, text string
		n          int
	}{
		{"", t(ctx, "commons.queue.decide"), q.Waits.Decide},
		{"confirm", t(ctx, "commons.queue.confirm"), q.Waits.Confirm},
		{"answer", t(ctx, "commons.queue.answer"), q.Waits.Answer},
		{"contested", t(ctx, "commons.queue.contests"), q.Waits.Contested},
	} {
		link := ui.Link{Href: paths.ContributionQueue(lang(ctx), v.what), Text: v.text, Current: v.what == q.Filter.What}
		if v.n > 0 {
			link.Count = locales.Some(lang(ctx), int64(v.n), store.Counted)
		}
		all = append(all, link)
	}
	return all
}

func (q ContributionQueuePage) next(ctx context.Context) ui.Link {
	return nextPage(ctx, paths.ContributionQueue(lang(ctx), ""), q.Page.Next, q.kept()...)
}

// kept is what the filter says, as names and values.
func (q ContributionQueuePage) kept() []string {
	return []string{"what", q.Filter.What, "q", q.Filter.Query, "family", string(q.Filter.Family)}
}

// ContributionPage is one contribution as a reader sees it, with what they typed so far.
type ContributionPage struct {
	C          commons.Contribution
	Story      commons.Story
	Standing   commons.Standing
	InKind     commons.InKind // its receipt, for those who keep its organisation's money
	Agreements []commons.Agreement
	Kinds      []commons.Kind
	Now        time.Time
	Wrong      store.Invalid
	At         string // which of the forms was sent: attest, decide, count…
	Attest     commons.AttestForm
	Decision   commons.DecisionForm
	Text       string // what was typed in a form of one field
	Agreement  string
	Moved      bool // somebody else was faster
}

// wrongAt is what is wrong with one of the forms, if it was the one sent.
func (p ContributionPage) wrongAt(form string) store.Invalid {
	if p.At == form {
		return p.Wrong
	}
	return nil
}

// Attests reports whether the reader may say whether it is so.
func (p ContributionPage) Attests() bool { return p.Standing.MayAttest(p.C) == nil }

// Decides reports whether the reader may decide on it now.
func (p ContributionPage) Decides() bool {
	return p.Standing.MayDecide() == nil && (p.C.State == commons.Submitted || p.C.State == commons.Attested)
}

// Reviews reports whether the reader may judge the contested decision.
func (p ContributionPage) Reviews() bool {
	return p.C.State == commons.Contested && p.Standing.MayReview() == nil
}

// Contests reports whether the reader may contest the decision.
func (p ContributionPage) Contests(u people.User) bool {
	return p.C.Contestable(p.Now) && p.C.SupersededByID == nil && p.Standing.MayContest(p.C, u)
}

// corrects reports whether it took the place of an earlier one, or still may.
func (p ContributionPage) corrects() bool {
	return !slices.Contains([]commons.State{commons.Rejected, commons.Reversed, commons.Withdrawn, commons.Lapsed}, p.C.State)
}

// counts reports whether the reader may choose now under which agreement it is counted.
func (p ContributionPage) counts() bool { return p.Decides() && len(p.agreements()) > 0 }

// agreements are those under which it may be counted, as far as their parties and their basis tell: none of what a volunteer gave.
func (p ContributionPage) agreements() (all []commons.Agreement) {
	for _, a := range p.Agreements {
		if !p.C.Volunteer() && a.LegalBasis.Counts() && *a.OrganisationID == *p.C.OrganisationID {
			all = append(all, a)
		}
	}
	return all
}

// Vouches reports whether the reader may confirm it for their organisation.
func (p ContributionPage) Vouches(u people.User) bool {
	if p.C.OrganisationID == nil || p.C.Vouched() || p.C.State == commons.Draft {
		return false
	}
	m, in := u.In(*p.C.OrganisationID)
	return in && m.Role == people.Owner
}

// Missing is how many people must still confirm it.
func (p ContributionPage) Missing() int {
	confirmed, _ := p.Story.Confirmed(p.C)
	return max(0, p.C.Kind.Needed(p.C.Quantity, p.C.Unit)-confirmed)
}

// doubted reports whether somebody says that what is told now is not so, and nobody settled that yet.
func (p ContributionPage) doubted() bool {
	_, contested := p.Story.Confirmed(p.C)
	return contested > 0 && (p.C.State == commons.Submitted || p.C.State == commons.NeedsInfo || p.C.State == commons.Attested)
}

// bars is what keeps the reader from attesting or deciding, in words; empty for visitors and when nothing does.
func (p ContributionPage) bars(ctx context.Context) string {
	if p.C.State == commons.Attested && p.Standing.Council {
		if s := saidOf(ctx, p.Standing.MayDecide(), "decide"); s != "" {
			return s
		}
	}
	return saidOf(ctx, p.Standing.MayAttest(p.C), "attest")
}

// steps is the way of a contribution and where it stands.
func (p ContributionPage) steps(ctx context.Context) []ui.Step {
	way := []ui.Step{{Text: t(ctx, "commons.way.sent")}, {Text: t(ctx, "commons.way.confirmed")}, {Text: t(ctx, "commons.way.recorded")}}
	if confirmed, _ := p.Story.Confirmed(p.C); p.C.State == commons.Submitted || p.C.State == commons.NeedsInfo {
		needed := p.C.Kind.Needed(p.C.Quantity, p.C.Unit)
		way[1].More = t(ctx, "commons.way.of", "Done", strconv.Itoa(min(confirmed, needed)), "Needed", strconv.Itoa(needed))
	}
	at := map[commons.State]int{commons.Draft: 0, commons.Submitted: 1, commons.NeedsInfo: 1, commons.Attested: 2}
	n, waiting := at[p.C.State]
	if !waiting {
		n = len(way)
	}
	for i := range way {
		switch {
		case i < n:
			way[i].State, way[i].Said = ui.Done, t(ctx, "commons.way.done")
		case i == n:
			way[i].State, way[i].Said = ui.Now, t(ctx, "commons.way.now")
		default:
			way[i].State = ui.Later
		}
	}
	if p.C.Decision == commons.Rejected || p.C.State == commons.Withdrawn || p.C.State == commons.Lapsed || p.C.State == commons.Reversed {
		way[2].State, way[2].Said, way[2].More = ui.Stuck, "", contributionState(ctx, p.C.State)
	}
	return way
}
