package views

import (
	"context"
	"testing"
	"time"

	"chatiere/models/people"
)

// TestWhoBelongsToAClosedOrganisationKeepsNoMoneyToPromise: like somebody alone, they are told who carries a bill.
func TestWhoBelongsToAClosedOrganisationKeepsNoMoneyToPromise(t *testing.T) {
	at := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	for closed, keeps := range map[*time.Time]bool{nil: true, &at: false} {
		m := people.Membership{Role: people.Owner, Organisation: people.Organisation{UsableAt: &at, ClosedAt: closed}}
		if got := keepsMoney(WithFrame(context.Background(), &Frame{Me: people.User{ID: 1, Memberships: []people.Membership{m}}})); got != keeps {
			t.Errorf("closed %v: %v", closed, got)
		}
	}
}
