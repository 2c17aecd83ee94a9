package billing

import (
	"context"

	"chatiere/models/people"

	"gorm.io/gorm"
)

// TreasurersOf are those who get an organisation's invoices: its treasurers, or without any its owners; and the address named for
// invoices when it is none of theirs (MAI1).
func TreasurersOf(ctx context.Context, db *gorm.DB, o people.Organisation) ([]people.User, string, error) {
	members, err := people.MembersOf(ctx, db, o.ID)
	if err != nil {
		return nil, "", err
	}
	byRole := map[people.MemberRole][]people.User{}
	address := o.TreasurerEmail
	for _, m := range members {
		if m.Role == people.Owner || m.Role == people.Treasurer {
			byRole[m.Role] = append(byRole[m.Role], m.User)
		}
	}
	readers := byRole[people.Treasurer]
	if len(readers) == 0 && (address == "" || !o.Usable()) {
		readers = byRole[people.Owner]
	}
	for _, u := range readers {
		if u.Email == address {
			address = ""
		}
	}
	for _, u := range byRole[people.Owner] {
		if u.Email == address {
			readers, address = append(readers, u), ""
		}
	}
	return readers, address, nil
}
