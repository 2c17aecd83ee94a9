package views

import (
	"context"
	"slices"
	"strconv"
	"time"

	"chatiere/locales"
	"chatiere/models/commons"
	"chatiere/models/commons/formula"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// RoundsPage is a list of rounds, of everybody or of the desk.
type RoundsPage struct {
	Found store.Page[commons.Round]
	Desk  bool
	Today string
}

func (p RoundsPage) next(ctx context.Context) ui.Link {
	if p.Found.Next == "" {
		return ui.Link{}
	}
	base := paths.Rounds(lang(ctx))
	if p.Desk {
		base = paths.DeskRounds(lang(ctx))
	}
	return ui.Link{Href: base + "?after=" + p.Found.Next, Text: t(ctx, "action.next")}
}

// RoundPage is one round as everybody reads it.
type RoundPage struct {
	commons.Whole
	Pot      int64 // as it would be today, while nothing is computed
	Inputs   formula.Inputs
	Foreseen bool // whether that may be said
	Ways     map[uint]commons.PaidWay
	Around   commons.Around // of a round whose result is told
}

// ballots are the organisations for which the reader may vote.
func (p RoundPage) ballots(ctx context.Context) []people.Organisation {
	var all []people.Organisation
	if p.Voting(p.Today) {
		for _, m := range me(ctx).Memberships {
			if commons.MayVote(me(ctx), m.OrganisationID) {
				all = append(all, m.Organisation)
			}
		}
	}
	return all
}

// eligible are the projects that may receive.
func eligible(all []commons.RoundProject) []commons.RoundProject {
	return slices.DeleteFunc(slices.Clone(all), func(p commons.RoundProject) bool { return !p.Eligible })
}

// receiving are the projects, those that receive most first.
func receiving(all []commons.RoundProject) []commons.RoundProject {
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b commons.RoundProject) int {
		if a.Allocation == nil || b.Allocation == nil {
			return 0
		}
		return int(b.Allocation.Cents - a.Allocation.Cents)
	})
	return all
}

func roundPoints(ctx context.Context, all []commons.RoundProject) []ui.Point {
	var points []ui.Point
	for _, p := range receiving(all) {
		if p.Allocation != nil && p.Allocation.Cents > 0 {
			points = append(points, ui.Point{Label: p.Name, Value: p.Allocation.Cents, Text: money(ctx, p.Allocation.Cents)})
		}
	}
	return points
}

// BallotPage is where an organisation votes.
type BallotPage struct {
	commons.Whole
	Organisation people.Organisation
	Ballot       commons.RoundBallot
	Form         commons.BallotForm
	Wrong        store.Invalid
	Moved        bool // a colleague voted meanwhile
}

func (p BallotPage) mistakes(ctx context.Context) []ui.Mistake {
	var labels []string
	all := eligible(p.Projects)
	if len(all) > 0 {
		labels = append(labels, "interests", t(ctx, "rounds.ballot.interests"))
	}
	for _, one := range all {
		labels = append(labels, "points-"+one.Ref, t(ctx, "rounds.ballot.points_for", "Project", one.Name))
	}
	list := mistakes(ctx, p.Wrong, labels...)
	if text := said(ctx, p.Wrong, "vote"); text != "" && len(all) > 0 {
		list = append([]ui.Mistake{{Field: "points-" + all[0].Ref, Text: text}}, list...)
	}
	return list
}

// own reports whether a project belongs to the organisation that votes, or to another one of the person who does.
func (p BallotPage) own(ctx context.Context, one commons.RoundProject) bool {
	if one.OrganisationID == nil {
		return false
	}
	_, in := me(ctx).In(*one.OrganisationID)
	return in || *one.OrganisationID == p.Organisation.ID
}

func (p BallotPage) interests(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, one := range eligible(p.Projects) {
		all = append(all, ui.Option{Value: one.Ref, Text: t(ctx, "rounds.ballot.interest_in", "Project", one.Name)})
	}
	return all
}

// most is how many points one project may have, as a field knows it.
func (p BallotPage) most() string { return strconv.FormatInt(p.Rules().Ballot.MaxPerProject, 10) }

// RoundFormPage is the form of a round.
type RoundFormPage struct {
	Round         commons.Round // zero for a new one
	Form          commons.RoundForm
	Candidates    []commons.RoundCandidate
	Organisations []people.Organisation
	HostRate      int64 // basis points
	Wrong         store.Invalid
	Moved         bool
}

func (p RoundFormPage) title(ctx context.Context) string {
	if p.Round.ID == 0 {
		return t(ctx, "rounds.desk.new")
	}
	return t(ctx, "rounds.desk.edit")
}

func (p RoundFormPage) action(ctx context.Context) string {
	if p.Round.ID == 0 {
		return paths.DeskRounds(lang(ctx))
	}
	return paths.DeskRound(lang(ctx), p.Round)
}

func (p RoundFormPage) projects(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, c := range p.Candidates {
		all = append(all, ui.Option{Value: c.Ref, Text: c.Name, Hint: whyNot(ctx, c.Why)})
	}
	return all
}

func (p RoundFormPage) owners() []ui.Option {
	var all []ui.Option
	for _, o := range p.Organisations {
		all = append(all, ui.Option{Value: o.Ref, Text: o.Name})
	}
	return all
}

func (p RoundFormPage) mistakes(ctx context.Context) []ui.Mistake {
	labels := []string{
		"from", t(ctx, "rounds.form.from"), "to", t(ctx, "rounds.form.to"), "base", t(ctx, "rounds.form.base"), "base_cents", t(ctx, "rounds.form.base_cents"),
		"rate_bp", t(ctx, "rounds.form.rate"), "pot_min", t(ctx, "rounds.form.pot_min"), "pot_max", t(ctx, "rounds.form.pot_max"), "rule", t(ctx, "rounds.form.rule"),
		"points", t(ctx, "rounds.form.points"), "max_per_project", t(ctx, "rounds.form.max"), "min_projects", t(ctx, "rounds.form.min"), "max_projects", t(ctx, "rounds.form.most"), "min_spent_bp", t(ctx, "rounds.form.spent"), "quorum_bp", t(ctx, "rounds.form.quorum"),
		"min_payout", t(ctx, "rounds.form.min_payout"), "projects", t(ctx, "rounds.form.projects"),
	}
	for _, c := range p.Candidates {
		labels = append(labels, "owner-"+c.Ref, t(ctx, "rounds.form.owner", "Project", c.Name))
	}
	labels = append(labels, "opens", t(ctx, "rounds.form.opens"), "ballots", t(ctx, "rounds.form.ballots"), "closes", t(ctx, "rounds.form.closes"), "computed", t(ctx, "rounds.form.computed"),
		"paid", t(ctx, "rounds.form.paid"), "published", t(ctx, "rounds.form.published"))
	list := mistakes(ctx, p.Wrong, labels...)
	if text := said(ctx, p.Wrong, "weights"); text != "" && len(p.Candidates) > 0 {
		list = append(list, ui.Mistake{Field: "weight-" + p.Candidates[0].Ref, Text: text})
	}
	return list
}

// DeskRoundPage is a round with what the council does about it.
type DeskRoundPage struct {
	commons.Whole
	Pot       int64
	Inputs    formula.Inputs
	Examples  []commons.Example
	Approvals []commons.RoundApproval
	Waiting   int64  // proposals without an answer, while projects are proposed
	Reason    string // of a cancellation, as typed
	Wrong     store.Invalid
	Moved     bool
}

// refusal is what was wrong with the act that was tried.
func (p DeskRoundPage) refusal(ctx context.Context) string {
	for _, field := range []string{"open", "projects", "from", "opens", "closes", "close", "approve", "settle"} {
		if text := said(ctx, p.Wrong, field); text != "" {
			return text
		}
	}
	return ""
}

// approved reports whether the reader has approved already.
func (p DeskRoundPage) approved(ctx context.Context) bool {
	return slices.ContainsFunc(p.Approvals, func(a commons.RoundApproval) bool { return a.ApproverID == me(ctx).ID })
}

// cancellable reports whether the round may still be given up.
func (p DeskRoundPage) cancellable() bool {
	return p.State != commons.RoundCancelled && !p.Reached(commons.RoundExported)
}

// RoundsFeed is what came out of the rounds as an Atom feed (RFC 4287).
func RoundsFeed(ctx context.Context, rounds []commons.Round) ([]byte, error) {
	base := FrameOf(ctx).BaseURL
	feed := atomFeed{
		Lang: htmlLang(ctx), Title: fullTitle(ctx, Head{Title: t(ctx, "rounds.title")}), ID: base + paths.RoundsFeed(lang(ctx)), Author: siteName(ctx),
		Updated: time.Unix(0, 0).UTC().Format(time.RFC3339),
		Links:   []atomLink{{Href: base + paths.RoundsFeed(lang(ctx)), Rel: "self", Type: "application/atom+xml"}, {Href: base + paths.Rounds(lang(ctx)), Rel: "alternate", Type: "text/html"}},
	}
	for _, r := range rounds {
		address := base + paths.Round(lang(ctx), r)
		entry := atomEntry{
			Title: atomText{Type: "text", Text: roundName(ctx, r)}, ID: address, Link: atomLink{Href: address}, Updated: r.UpdatedAt.UTC().Format(time.RFC3339),
			Summary: atomText{Type: "text", Text: roundAbout(ctx, r)},
		}
		feed.Updated = max(feed.Updated, entry.Updated)
		feed.Entries = append(feed.Entries, entry)
	}
	return asXML(feed)
}

// FilledRound writes the amounts and percentages of a form as the reader types them.
func FilledRound(ctx context.Context, f commons.RoundForm) commons.RoundForm {
	write := func(cents int64) string { return locales.Amount(lang(ctx), cents) }
	f.Rate, f.MinPayout, f.Quorum = write(f.RateBP), write(f.MinPayoutCents), write(f.QuorumBP)
	if f.Base.Typed() {
		f.BaseAmount = write(f.BaseCents)
	}
	if f.MinSpentBP > 0 {
		f.MinSpent = write(f.MinSpentBP)
	}
	if f.MinCents > 0 {
		f.PotMin = write(f.MinCents)
	}
	if f.MaxCents != nil {
		f.PotMax = write(*f.MaxCents)
	}
	return f
}

// weightError says what is wrong with the weights, once.
func (p RoundFormPage) weightError(ctx context.Context, i int) string {
	if i > 0 {
		return ""
	}
	return said(ctx, p.Wrong, "weights")
}
