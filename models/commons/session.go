package commons

import (
	"context"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// mostTogether is how many people one may name who did it too.
const mostTogether = 30

// Colleagues are the people one may name as having done something together: those of one's own organisations.
func Colleagues(ctx context.Context, db *gorm.DB, u people.User) ([]people.User, error) {
	if len(u.OrganisationIDs()) == 0 {
		return nil, nil
	}
	return store.From[people.User](db).Where("id <> ? and erased_at is null and disabled_at is null and id in (select user_id from memberships where until_at is null and organisation_id in ?)", u.ID, u.OrganisationIDs()).
		Order("name, id").Limit(mostTogether).Find(ctx)
}

// together keeps a draft for each of the people named: the same facts, for each of them to check and send. Nobody speaks for another person.
func (o told) together(ctx context.Context, tx *gorm.DB, by people.User, refs []string) error {
	if len(refs) == 0 {
		return nil
	}
	known, err := Colleagues(ctx, tx, by)
	if err != nil {
		return err
	}
	session := store.NewRef()
	if err := tx.WithContext(ctx).Model(&Contribution{}).Where("id = ?", o.c.ID).UpdateColumn("session_id", session).Error; err != nil {
		return err
	}
	for _, ref := range refs {
		if err := o.draftFor(ctx, tx, by, known, ref, session); err != nil {
			return err
		}
	}
	return nil
}

func (o told) draftFor(ctx context.Context, tx *gorm.DB, by people.User, known []people.User, ref, session string) error {
	for _, u := range known {
		if u.Ref != ref {
			continue
		}
		c := o.c
		c.ID, c.Ref, c.ContributorID, c.SessionID, c.State, c.VouchedByID, c.VouchedAt, c.SubmittedAt = 0, store.NewRef(), u.ID, session, Draft, nil, nil, nil
		c.CorrectsID = nil // what one puts right is one's own
		if c.OrganisationID != nil {
			if _, in := o.member(ctx, tx, u); !in {
				c.OrganisationID = nil
			}
		}
		if err := tx.WithContext(ctx).Omit(clause.Associations).Create(&c).Error; err != nil {
			return err
		}
		if err := o.evidence.file(ctx, tx, c, o.files); err != nil {
			return err
		}
		if err := c.step(ctx, tx, "", by, AsManager, ""); err != nil {
			return err
		}
		return store.Enqueue(tx, ColleagueNamed{ContributionID: c.ID, ByID: by.ID})
	}
	return wrong("with", "error.choose")
}

// member reports whether somebody belongs to the organisation on whose behalf it was.
func (o told) member(ctx context.Context, tx *gorm.DB, u people.User) (people.Membership, bool) {
	all, err := store.From[people.Membership](tx).Where("user_id = ? and organisation_id = ? and until_at is null", u.ID, *o.c.OrganisationID).Limit(1).Find(ctx)
	if err != nil || len(all) == 0 {
		return people.Membership{}, false
	}
	return all[0], true
}
