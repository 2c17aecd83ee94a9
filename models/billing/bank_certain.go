package billing

import (
	"context"
	"errors"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// ConfirmCertain confirms those of some lines whose proposal is certain, each in its own transaction, and says how many. What is no longer
// certain by then (the same invoice paid twice) stays for a person.
func ConfirmCertain(ctx context.Context, db *gorm.DB, by people.User, refs []string) (int, error) {
	if !by.Is(people.Operator) {
		return 0, store.ErrForbidden
	}
	lines, err := store.From[BankLine](db).Where("ref in ? and left_cents <> 0", refs[:min(len(refs), 200)]).Order("booked_on, id").Find(ctx)
	done := 0
	for _, l := range lines {
		fresh, err := ProposalsFor(ctx, db, by, []BankLine{l})
		if err != nil {
			return done, err
		}
		if proposals := fresh[l.ID]; len(proposals) == 1 && proposals[0].Sureness == Certain {
			if moves := proposals[0].Moves; moves != nil {
				err = l.Book(ctx, db, by, MovementForm{Moves: moves.Ref, Key: store.NewRef()})
			} else {
				err = l.Match(ctx, db, by, proposals[0].Form(store.NewRef()))
			}
			if _, bad := store.AsInvalid(err); bad || errors.Is(err, store.ErrConflict) {
				continue // somebody was quicker, or its day is closed: a person looks
			}
			if err != nil {
				return done, err
			}
			done++
		}
	}
	return done, err
}

// Form is the proposal as the form that confirms it.
func (p Proposal) Form(key string) MatchForm {
	f := MatchForm{Key: key, Told: p.Told(), Cents: map[string]int64{}, Due: map[string]int64{}}
	for _, part := range p.Parts {
		f.Targets = append(f.Targets, part.Ref)
		f.Cents[part.Ref], f.Due[part.Ref] = part.Cents, part.DueCents
	}
	return f
}
