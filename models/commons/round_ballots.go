package commons

import (
	"context"

	"chatiere/models/commons/formula"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// CastBallot is an organisation's ballot as the council reads it.
type CastBallot struct {
	RoundBallot
	Called string // the organisation
}

// BallotFilter narrows the list of a round's ballots.
type BallotFilter struct {
	Query string `query:"q"`
	After string `query:"after"`
	All   bool
}

// Ballots returns a page of the ballots of a round, for the council, which counts again before it approves: in the order in which organisations first
// voted, and only once the vote is over. Before that nobody reads them: store.ErrNotFound.
func (r Round) Ballots(ctx context.Context, db *gorm.DB, u people.User, f BallotFilter) (store.Page[CastBallot], error) {
	if !Council(u) || r.Rules().Rule != formula.Vote || !r.Reached(RoundClosed) {
		return store.Page[CastBallot]{}, store.ErrNotFound
	}
	most := store.PageSize
	q := db.WithContext(ctx).Table("round_ballots").Select("round_ballots.*, o.name as called").Joins("join organisations o on o.id = round_ballots.organisation_id").
		Where("round_ballots.round_id = ?", r.ID)
	if f.All {
		most = store.MostRows
	} else if after := store.FromKey(f.After); after > 0 {
		q = q.Where("round_ballots.id > ?", after)
	}
	if f.Query != "" {
		q = q.Where(`lower(o.name) like ? escape '\'`, store.Like(f.Query))
	}
	var rows []CastBallot
	err := q.Order("round_ballots.id").Limit(most + 1).Scan(&rows).Error
	return store.Paged(rows, most, func(b CastBallot) string { return store.Key(b.ID) }), err
}
