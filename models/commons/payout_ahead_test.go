package commons_test

import (
	"testing"

	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store/storetest"
)

// TestWhoVerifiesAnAccountWhenItCanBePaidAndWhoIsMissing is what its page says from the moment it is saved (decisions 33).
func TestWhoVerifiesAnAccountWhenItCanBePaidAndWhoIsMissing(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		w := endow(v)
		c := w.proposes(0)
		a := w.ahead(c)
		if len(a.Verifiers) != 2 || a.Verifiers[0].ID != v.omar.ID || a.Verifiers[1].ID != v.colette.ID || a.Missing || !a.PayableOn.Equal(storetest.Noon.AddDate(0, 0, 14)) {
			t.Errorf("%+v", a)
		}
		v.roles(v.samia, "")
		if w.ahead(c).Missing { // two are left, and one of them did not type it
			t.Error("somebody is missing")
		}
		other := c
		other.CreatedByID, other.ChangedByID = &v.omar.ID, &v.colette.ID
		if !w.ahead(other).Missing {
			t.Error("both typed it, and nobody is missing")
		}
		v.roles(v.omar, "")
		if a := w.ahead(c); !a.Missing || len(a.Verifiers) != 1 {
			t.Errorf("alone: %+v", a)
		}
		w.at(3)
		w.verifies(0)
		if a := w.ahead(w.channel(0)); !a.PayableOn.Equal(storetest.Noon.AddDate(0, 0, 17)) || a.VerifiedBy == nil || a.VerifiedBy.ID != v.colette.ID {
			t.Errorf("verified: %+v", a)
		}
		w.at(20)
		v.must(commons.TurnChannels(ctx, v.db))
		if a := w.ahead(w.channel(0)); !a.PayableOn.Equal(storetest.Noon.AddDate(0, 0, 20)) {
			t.Errorf("open: %+v", a)
		}
	})
}

func (w treasury) ahead(c commons.PayoutChannel) commons.Ahead {
	w.t.Helper()
	a, err := commons.AheadOf(ctx, w.db, c)
	w.must(err)
	return a
}

func (v village) roles(u people.User, roles string) {
	v.t.Helper()
	v.must(v.db.Exec("update users set roles = ? where id = ?", roles, u.ID).Error)
}
