package commons

import (
	"context"
	"errors"
	"slices"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// behalf ties it to an organisation of the person, if it is not closed and they have not left it at this moment; its owner's own word is the
// organisation's.
func (c *Contribution) behalf(ctx context.Context, tx *gorm.DB, by people.User, ref string, bad store.Invalid) error {
	at := slices.IndexFunc(by.Memberships, func(m people.Membership) bool { return m.Organisation.Ref == ref && m.UntilAt == nil })
	if at < 0 {
		bad.Add("on_behalf", "error.choose")
		return nil
	}
	m := by.Memberships[at]
	switch _, err := people.ActingFor(ctx, tx, by, m.OrganisationID, m.Role); {
	case errors.Is(err, people.ErrClosed):
		bad.Add("on_behalf", "error.organisation_closed")
		return nil
	case errors.Is(err, store.ErrConflict), errors.Is(err, store.ErrForbidden):
		bad.Add("on_behalf", "error.choose")
		return nil
	case err != nil:
		return err
	}
	c.OrganisationID = &m.OrganisationID
	if m.Role == people.Owner {
		c.VouchedByID = &by.ID
	}
	return nil
}
