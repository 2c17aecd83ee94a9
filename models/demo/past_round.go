package demo

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"chatiere/models/commons"
	"chatiere/models/commons/formula"
	"chatiere/models/demo/folder"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// round is what became of a redistribution round: opened, voted on, counted, approved by two people, paid and published.
func (t *teller) round(r folder.Round) []event {
	name := "round " + r.Ref
	if !t.tells(r.Ref) {
		return nil
	}
	all := []event{{t.at(r.OpensDaysAgo, name), name, func(tx *gorm.DB) (uint, error) { return t.openRound(tx, r) }}}
	add := func(daysAgo int, part string, do func(tx *gorm.DB) (uint, error)) {
		if daysAgo >= 0 {
			all = append(all, event{t.at(daysAgo, part+name), part + name, do})
		}
	}
	turn := func(tx *gorm.DB) (uint, error) {
		_, err := commons.TurnRounds(t.ctx, tx)
		return 0, err
	}
	for i, p := range r.Proposals {
		proposal := fmt.Sprintf("proposal %d for ", i+1)
		add(p.DaysAgo, proposal, func(tx *gorm.DB) (uint, error) { return t.proposeProject(tx, r, p) })
		if p.AnsweredBy != "" {
			add(p.AnsweredAgo, "answer to "+proposal, func(tx *gorm.DB) (uint, error) { return t.answerProject(tx, p, t.made(proposal+name)) })
		}
	}
	if r.BallotsDaysAgo != 0 {
		add(r.BallotsDaysAgo, "list of ", turn)
	}
	for _, b := range r.Ballots {
		add(b.DaysAgo, "ballot of "+b.Organisation+" in ", func(tx *gorm.DB) (uint, error) { return t.vote(tx, r, b) })
	}
	add(r.ClosesDaysAgo-1, "count of ", turn)
	for i, by := range r.ApprovedBy {
		add(r.ComputedDaysAgo-i, "approval by "+by+" of ", func(tx *gorm.DB) (uint, error) { return t.approveRound(tx, r, by) })
	}
	add(r.PaidDaysAgo, "payments of ", func(tx *gorm.DB) (uint, error) { return t.settleRound(tx, r) })
	add(r.PublishedDaysAgo, "publication of ", turn)
	return all
}

// day is the day so many days before the telling.
func (t *teller) day(daysAgo int) string {
	return t.now.In(t.zone).AddDate(0, 0, -daysAgo).Format(time.DateOnly)
}

// upstreamRef is the public ref of a project the folder names.
func (t *teller) upstreamRef(tx *gorm.DB, name string) (ref string, err error) {
	return ref, tx.WithContext(t.ctx).Table("upstreams").Where("id = ?", t.idOf("upstream", name)).Select("ref").Scan(&ref).Error
}

func (t *teller) openRound(tx *gorm.DB, r folder.Round) (uint, error) {
	by, err := t.user(tx, r.By)
	if err != nil {
		return 0, err
	}
	f := commons.RoundForm{
		From: t.day(r.FromDaysAgo), To: t.day(r.ToDaysAgo), Base: formula.ReceivedHT, Rule: formula.Vote, Points: "7", MaxPerProject: "5", MinProjects: "1",
		MinPayoutCents: r.MinCents, Opens: t.day(r.OpensDaysAgo), Closes: t.day(r.ClosesDaysAgo), Computed: t.day(r.ComputedDaysAgo), Paid: t.day(r.PaidDaysAgo),
		Published: t.day(r.PublishedDaysAgo),
	}
	if r.BallotsDaysAgo != 0 {
		f.Ballots = t.day(r.BallotsDaysAgo)
	}
	for _, name := range r.Projects {
		ref, err := t.upstreamRef(tx, name)
		if err != nil {
			return 0, err
		}
		f.Projects = append(f.Projects, ref)
	}
	made, err := commons.DraftRound(t.ctx, tx, by, f)
	if err != nil {
		return 0, err
	}
	return made.ID, made.Open(t.ctx, tx, by)
}

// roundMade is the round that an earlier event opened.
func (t *teller) roundMade(tx *gorm.DB, r folder.Round) (commons.Round, error) {
	return commons.LoadRound(t.ctx, tx, t.made("round "+r.Ref))
}

func (t *teller) proposeProject(tx *gorm.DB, r folder.Round, p folder.RoundProposal) (uint, error) {
	round, err := t.roundMade(tx, r)
	if err != nil {
		return 0, err
	}
	by, err := t.user(tx, p.By)
	if err != nil {
		return 0, err
	}
	made, err := round.ProposeProject(t.ctx, tx, by, t.idOf("organisation", p.Organisation), commons.ProjectProposalForm{Name: p.Name, Repository: p.Repository, Licence: p.Licence, SiteURL: p.Site, Why: p.Why})
	if errors.Is(err, store.ErrNotFound) { // told from the middle: its subscription came before
		return 0, nil
	}
	return made.ID, err
}

func (t *teller) answerProject(tx *gorm.DB, p folder.RoundProposal, id uint) (uint, error) {
	if id == 0 {
		return 0, nil
	}
	made, err := commons.LoadProjectProposal(t.ctx, tx, id)
	if err != nil {
		return 0, err
	}
	by, err := t.user(tx, p.AnsweredBy)
	if err != nil {
		return 0, err
	}
	f := commons.ProjectAnswerForm{Decision: commons.ProjectAccepted, Reason: p.Refused, Version: made.Version}
	if p.Refused != "" {
		f.Decision = commons.ProjectRefused
	}
	return id, made.Answer(t.ctx, tx, by, f)
}

func (t *teller) vote(tx *gorm.DB, r folder.Round, b folder.RoundVotes) (uint, error) {
	round, err := t.roundMade(tx, r)
	if err != nil {
		return 0, err
	}
	by, err := t.user(tx, b.By)
	if err != nil {
		return 0, err
	}
	f := commons.BallotForm{Points: map[string]string{}}
	for name, n := range b.Points {
		ref, err := t.upstreamRef(tx, name)
		if err != nil {
			return 0, err
		}
		f.Points[ref] = strconv.FormatInt(n, 10)
	}
	cast, err := round.Vote(t.ctx, tx, by, t.idOf("organisation", b.Organisation), f)
	if errors.Is(err, store.ErrNotFound) { // told from the middle: its subscription came before
		return 0, nil
	}
	return cast.ID, err
}

func (t *teller) approveRound(tx *gorm.DB, r folder.Round, ref string) (uint, error) {
	round, err := t.roundMade(tx, r)
	if err != nil {
		return 0, err
	}
	by, err := t.user(tx, ref)
	if err != nil {
		return 0, err
	}
	return round.ID, round.Approve(t.ctx, tx, by, commons.ApprovalForm{SHA256: round.ResultSHA256, ProvenAt: store.Now(tx), Factors: 1})
}

// tells reports whether a round is told: of an older one the money of its time never was.
func (t *teller) tells(round string) bool {
	return slices.ContainsFunc(t.folder.Story.Rounds, func(r folder.Round) bool { return r.Ref == round && r.FromDaysAgo <= t.days })
}

// settleRound says that what could be paid was: a project without an address is owed its part still.
func (t *teller) settleRound(tx *gorm.DB, r folder.Round) (uint, error) {
	if err := commons.RoundSettled(t.ctx, tx); err != nil {
		return 0, err
	}
	round, err := t.roundMade(tx, r)
	if err != nil || round.State != commons.RoundExported {
		return round.ID, err
	}
	by, err := t.staff(tx, people.Accountant)
	if err != nil {
		return 0, err
	}
	return round.ID, round.Settle(t.ctx, tx, by)
}
