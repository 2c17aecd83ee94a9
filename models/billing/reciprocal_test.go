package billing_test

import (
	"slices"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/billing/facturx"
	"chatiere/models/billing/tax"
	"chatiere/models/collective"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestAnInvoiceUnderACompensationSaysSoFromItsFirstDayToItsLast(t *testing.T) {
	for name, c := range map[string]struct {
		from, to string
		marked   bool
	}{
		"running": {"2026-11-25", "2026-11-25", true}, "without an end": {"2026-01-01", "", true}, "over": {"2026-01-01", "2026-11-24", false}, "to come": {"2026-11-26", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, db *gorm.DB) {
				world(t, db, collective.VATRegistered)
				p := ready(t, db, "ada@fee.example")
				must(t, store.InTx(ctx, db, func(tx *gorm.DB) error {
					other := billing.Reciprocal{OrganisationID: p.OrganisationID, Agreement: "abc", FromOn: "2020-01-01", ToOn: "2020-12-31"}
					if err := other.Note(ctx, tx); err != nil {
						return err
					}
					other.FromOn, other.ToOn = c.from, c.to
					return other.Note(ctx, tx) // told again
				}))
				i := issued(t, db, p)
				said := slices.Contains(i.Mentions(), facturx.Note{Subject: facturx.SubjectGeneral, Text: tax.NoteCompensation})
				notes := readXML(t, db, i).Notes
				if said != c.marked || slices.Contains(notes, facturx.Note{Subject: facturx.SubjectGeneral, Text: tax.NoteCompensation}) != c.marked {
					t.Errorf("says so: %v, in its electronic form %+v", said, notes)
				}
				if err := db.Exec("update invoices set in_compensation = ? where id = ?", !c.marked, i.ID).Error; err == nil {
					t.Error("the database lets a final invoice say something else")
				}
			})
		})
	}
}
