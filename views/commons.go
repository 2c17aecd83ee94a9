package views

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"time"

	"chatiere/locales"
	"chatiere/models/catalogue"
	"chatiere/models/commons"
	"chatiere/models/files"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// ContributionFormPage is the form of a contribution with what was typed.
type ContributionFormPage struct {
	Form       commons.Form
	Kinds      []commons.Kind
	Upstreams  []catalogue.Upstream
	Neighbours []people.Organisation
	Wrong      store.Invalid
	Editing    *commons.Contribution // nil: a new one
	Corrected  *commons.Contribution // the one it puts right
	Task       *commons.Task         // the task it did
	Colleagues []people.User         // who may have done it too
	Stale      bool                  // somebody changed it meanwhile
}

// Money reports whether the choice is counted in money rather than time.
func (p ContributionFormPage) Money() bool { return p.Form.Choice == commons.Gifts }

// Pieces reports whether some kind of the choice may be counted in pieces.
func (p ContributionFormPage) Pieces() bool {
	for _, k := range p.Form.Choice.Of(p.Kinds) {
		if k.Counts(commons.Pieces) {
			return true
		}
	}
	return false
}

// proof is how the evidence is asked for.
func (p ContributionFormPage) proof(ctx context.Context) (label, hint, optional string) {
	label, hint = t(ctx, "commons.form.evidence"), t(ctx, "commons.form.evidence_hint")
	if p.Money() {
		return t(ctx, "commons.form.document"), t(ctx, "commons.form.document_hint"), t(ctx, "commons.form.or_file")
	}
	for _, k := range p.Form.Choice.Of(p.Kinds) {
		if k.Evidence != commons.RequiredProof {
			return label, t(ctx, "commons.form.evidence_if_any"), t(ctx, "page.optional")
		}
	}
	return label, hint, t(ctx, "commons.form.or_file")
}

// filesHint says which files may come along, and who will open them.
func (p ContributionFormPage) filesHint(ctx context.Context) string {
	if p.Money() {
		return t(ctx, "tickets.files_hint") + " " + t(ctx, "commons.form.papers_open")
	}
	return t(ctx, "tickets.files_hint") + " " + t(ctx, "commons.form.files_open")
}

// shown are the files that the contribution has which is changed or put right.
func (p ContributionFormPage) shown() []files.File {
	switch {
	case p.Editing != nil:
		return p.Editing.Files
	case p.Corrected != nil:
		return p.Corrected.Files
	}
	return nil
}

func (p ContributionFormPage) kindOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, k := range p.Form.Choice.Of(p.Kinds) {
		all = append(all, ui.Option{Value: k.Key, Text: kindName(ctx, k.Key)})
	}
	return all
}

func (p ContributionFormPage) forOptions(ctx context.Context) []ui.Option {
	all := []ui.Option{{Value: "collective", Text: siteName(ctx)}}
	for _, u := range p.Upstreams {
		all = append(all, ui.Option{Value: "upstream:" + u.Ref, Text: t(ctx, "commons.form.for_upstream", "Name", u.Name)})
	}
	for _, o := range p.Neighbours {
		all = append(all, ui.Option{Value: "organisation:" + o.Ref, Text: o.Name})
	}
	return append(all, ui.Option{Value: "other", Text: t(ctx, "commons.form.for_other")})
}

func (p ContributionFormPage) behalfOptions(ctx context.Context) []ui.Option {
	all := []ui.Option{{Value: "", Text: t(ctx, "commons.form.myself")}}
	for _, m := range me(ctx).Memberships {
		all = append(all, ui.Option{Value: m.Organisation.Ref, Text: m.Organisation.Name})
	}
	return all
}

func (p ContributionFormPage) action(ctx context.Context) string {
	if p.Editing != nil {
		return paths.Contribution(lang(ctx), *p.Editing)
	}
	return paths.Contributions(lang(ctx))
}

func (p ContributionFormPage) mistakes(ctx context.Context) []ui.Mistake {
	label, _, _ := p.proof(ctx)
	return mistakes(ctx, p.Wrong, "choice", t(ctx, "commons.form.choice"), "kind", t(ctx, "commons.form.kind"), "title", t(ctx, "commons.form.title"), "from_on", t(ctx, "commons.form.from_on"),
		"to_on", t(ctx, "commons.form.to_on"), "hours", t(ctx, "commons.form.hours"), "minutes", t(ctx, "commons.form.minutes"), "amount", t(ctx, "commons.form.amount"),
		"pieces", t(ctx, "commons.form.pieces"), "for", t(ctx, "commons.form.for"), "for_name", t(ctx, "commons.form.for_name"), "on_behalf", t(ctx, "commons.form.on_behalf"),
		"evidence", label, "files", t(ctx, "commons.form.files"), "with", t(ctx, "commons.form.with"), "visibility", t(ctx, "commons.form.visibility"), "body", t(ctx, "commons.form.body"))
}

// lastDay is the last day when there are several.
func (p ContributionFormPage) lastDay() string {
	if p.Form.ToOn == p.Form.FromOn {
		return ""
	}
	return p.Form.ToOn
}

// orPieces is the word "optional" beside time and amount where pieces will do as well.
func (p ContributionFormPage) orPieces(ctx context.Context) string {
	if p.Pieces() {
		return t(ctx, "commons.form.or_pieces")
	}
	return ""
}

// withOptions are the people one may name.
func (p ContributionFormPage) withOptions() []ui.Option {
	var all []ui.Option
	for _, u := range p.Colleagues {
		all = append(all, ui.Option{Value: u.Ref, Text: u.Called()})
	}
	return all
}

func (p ContributionFormPage) version() string { return strconv.Itoa(p.Form.Version) }

// evidenceMode is the keyboard a phone shows for the evidence.
func evidenceMode(p ContributionFormPage) string {
	if p.Money() {
		return "text"
	}
	return "url"
}

// yes is the value of a ticked box.
func yes(ticked bool) string {
	if ticked {
		return "true"
	}
	return ""
}

// ContributionList is a list of contributions with its filter.
type ContributionList struct {
	Page      store.Page[commons.Contribution]
	Filter    commons.Filter
	Org       people.Organisation // whose, on the organisation's page
	ToConfirm []commons.Contribution
	Year      int // the present one, on one's own page
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
	for name, value := range map[string]string{"q": l.Filter.Query, "state": string(l.Filter.State), "family": string(l.Filter.Family), "after": after} {
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
	Effects    []commons.Effect
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
		way[1].More = t(ctx, "commons.way.of", "Done", strconv.Itoa(confirmed), "Needed", strconv.Itoa(p.C.Kind.Needed(p.C.Quantity, p.C.Unit)))
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
