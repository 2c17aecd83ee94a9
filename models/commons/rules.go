package commons

import (
	"context"
	"time"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// The numbers of the hard rules (reciprocity.md 5).
const (
	tenure        = 90 * 24 * time.Hour // as an active member, before one may attest or contest
	foundersCame  = 30 * 24 * time.Hour // who came within so long after the first account is a founder (decisions.md 33)
	attestMost    = 20                  // attestations
	attestPeriod  = 30 * 24 * time.Hour // in that time
	mutualWithin  = 30 * 24 * time.Hour
	burstMost     = 5
	burstTold     = 50 // others are shown beside it, no more
	burstWithin   = 24 * time.Hour
	rejectedSince = 365 * 24 * time.Hour
)

// Standing is how a person stands towards a contribution: what the hard rules ask.
type Standing struct {
	Own      bool // they gave it
	Together bool // they belong to an organisation of the contributor, or to the one it was done for
	Said     bool // they attested this version
	SaidEver bool // they attested any version
	Decided  bool // they decided on it before
	Reviewed bool // they judged the present contest
	Recent   int  // attestations in the last 30 days
	Tenured  bool // long enough an active member, or exempt
	Council  bool
	Guest    bool // nobody who signed in
}

// StandingOf finds out how a person stands towards a contribution, in one statement.
func StandingOf(ctx context.Context, db *gorm.DB, u people.User, c Contribution) (Standing, error) {
	if !u.SignedIn() {
		return Standing{Guest: true}, nil
	}
	now := store.Now(db)
	var facts struct {
		Own, Together, Said, SaidEver, Decided, Reviewed, Recent int
		First, Confirmed                                         *time.Time
	}
	err := db.WithContext(ctx).Raw(`select
		(select count(*) from contributions where id = @c and contributor_id = @u) as own,
		(select count(*) from memberships a join contributions c on c.id = @c where a.user_id = @u and a.until_at is null and (a.organisation_id = c.organisation_id
			or a.organisation_id in (select b.organisation_id from memberships b where b.user_id = c.contributor_id and b.until_at is null))) as together,
		(select count(*) from attestations t join contributions c on c.id = t.contribution_id and c.version = t.version where c.id = @c and t.attester_id = @u) as said,
		(select count(*) from attestations where contribution_id = @c and attester_id = @u) as said_ever,
		(select count(*) from contribution_steps where contribution_id = @c and by_id = @u and to_state in ('accepted','adjusted','rejected')) as decided,
		(select count(*) from contribution_reviews r where r.contribution_id = @c and r.reviewer_id = @u
			and r.contest_id = (select max(id) from contribution_steps where contribution_id = @c and to_state = 'contested')) as reviewed,
		(select count(*) from attestations where attester_id = @u and created_at > @since) as recent,
		(select created_at from users order by id limit 1) as first,
		(select confirmed_at from users where id = @u and disabled_at is null) as confirmed`,
		map[string]any{"c": c.ID, "u": u.ID, "since": now.Add(-attestPeriod)}).Scan(&facts).Error
	s := Standing{
		Own: facts.Own > 0, Together: facts.Together > 0, Said: facts.Said > 0, SaidEver: facts.SaidEver > 0, Decided: facts.Decided > 0,
		Reviewed: facts.Reviewed > 0, Recent: facts.Recent, Council: Council(u),
	}
	s.Tenured = s.Council || facts.Confirmed != nil && (now.Sub(*facts.Confirmed) >= tenure || founder(u, facts.First))
	return s, err
}

// founder reports whether somebody came with the first ones: a new collective has nobody who could have waited 90 days.
func founder(u people.User, first *time.Time) bool {
	return first != nil && u.CreatedAt.Sub(*first) <= foundersCame
}

// MayAttest says why a person may not attest the contribution; nil when they may.
func (s Standing) MayAttest(c Contribution) error {
	switch {
	case s.Guest:
		return store.ErrForbidden
	case c.State != Submitted && c.State != NeedsInfo && c.State != Attested:
		return ErrMoved
	case s.Own:
		return wrong("attest", "error.attest_own")
	case s.Together:
		return wrong("attest", "error.attest_together")
	case s.Said:
		return wrong("attest", "error.attest_twice")
	case !s.Tenured:
		return wrong("attest", "error.attest_tenure")
	case s.Recent >= attestMost:
		return wrong("attest", "error.attest_most")
	case c.Kind.Attester == "treasurer" && !s.Council:
		return wrong("attest", "error.attest_treasurer")
	}
	return nil
}

// MayDecide says why a person may not decide on it; nil when they may: a steward who did not give it, belongs to none of its
// organisations, and has not attested it.
func (s Standing) MayDecide() error {
	switch {
	case !s.Council:
		return store.ErrForbidden
	case s.Own:
		return wrong("decide", "error.decide_own")
	case s.Together:
		return wrong("decide", "error.decide_together")
	case s.SaidEver:
		return wrong("decide", "error.decide_attester")
	}
	return nil
}

// MayReview says why a person may not judge a contested decision; nil when they may: one who did not decide before.
func (s Standing) MayReview() error {
	switch {
	case s.Decided:
		return wrong("review", "error.review_decided")
	case s.Reviewed:
		return wrong("review", "error.review_twice")
	}
	return s.MayDecide()
}

// MayContest reports whether a person may contest the decision: who gave it, or any member past tenure.
func (s Standing) MayContest(c Contribution, u people.User) bool {
	return c.Theirs(u) || !s.Guest && s.Tenured
}
