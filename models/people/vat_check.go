package people

import (
	"context"
	"strings"
	"time"

	"chatiere/models/journal"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// VATCheck is what the register of the Union (VIES) answered about a VAT number: the evidence why a sale to another country bore no tax
// (billing.md TAX3). It is never changed; another look is another row.
type VATCheck struct {
	ID             uint
	OrganisationID uint
	Number         string
	Valid          bool
	CheckedOn      string
	RequestID      string // the register's number of that look
	Words          string // the name and address it gave, or how else the answer is kept
	ByID           uint
	CreatedAt      time.Time
}

// VATCheckForm is what an operator read there. The portal itself asks nobody.
type VATCheckForm struct {
	Answer    string `form:"answer"` // valid, invalid
	CheckedOn string `form:"checked_on"`
	RequestID string `form:"request_id"`
	Words     string `form:"words"`
}

// The answers of the register.
const (
	VATValid   = "valid"
	VATInvalid = "invalid"
)

// oldestCheck is how many days ago the look may have been.
const oldestCheck = 90

// Check says what is wrong on a day.
func (f *VATCheckForm) Check(today time.Time) error {
	wrong := store.Invalid{}
	if f.Answer != VATValid && f.Answer != VATInvalid {
		wrong.Add("answer", "error.choose")
	}
	on, err := time.Parse(time.DateOnly, strings.TrimSpace(f.CheckedOn))
	switch {
	case err != nil:
		wrong.Add("checked_on", "error.date")
	case on.After(today):
		wrong.Add("checked_on", "error.date_future")
	case on.Before(today.AddDate(0, 0, -oldestCheck)):
		wrong.Add("checked_on", "error.vat_check_old", "Days", oldestCheck)
	}
	allowed(wrong, "request_id", &f.RequestID, 60)
	allowed(wrong, "words", &f.Words, 300)
	if f.Answer == VATValid && f.RequestID == "" && f.Words == "" {
		wrong.Add("request_id", "error.vat_evidence")
	}
	return wrong.Err()
}

// CheckVAT keeps what the register answered about an organisation's present number. From now on that number removes tax where the law says
// so, or no longer does; a number that changes later has to be looked up anew.
func (o Organisation) CheckVAT(ctx context.Context, db *gorm.DB, by User, f VATCheckForm, today time.Time) error {
	if !by.Is(Operator) {
		return store.ErrForbidden
	}
	if err := f.Check(today); err != nil {
		return err
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		valid := f.Answer == VATValid
		verified := ""
		if valid {
			verified = o.VATNumber
		}
		n, err := store.From[Organisation](tx).Where("id = ? and vat_number = ? and vat_number <> ''", o.ID, o.VATNumber).Update(ctx, "vat_verified", verified)
		if err != nil {
			return err
		}
		if n == 0 { // there is none, or it was changed meanwhile
			return store.ErrConflict
		}
		c := VATCheck{
			OrganisationID: o.ID, Number: o.VATNumber, Valid: valid, CheckedOn: f.CheckedOn, RequestID: f.RequestID, Words: f.Words, ByID: by.ID, CreatedAt: store.Now(tx),
		}
		if err := store.From[VATCheck](tx).Create(ctx, &c); err != nil {
			return err
		}
		return journal.Note(ctx, tx, by.Actor(), journal.Act{
			Verb: "vat_checked", SubjectType: "organisation", SubjectRef: o.Ref, OrganisationID: o.ID, Details: map[string]any{"answer": f.Answer},
		})
	})
}

// VATChecksOf are the last looks at an organisation's VAT numbers, the newest first.
func VATChecksOf(ctx context.Context, db *gorm.DB, o Organisation) ([]VATCheck, error) {
	return store.From[VATCheck](db).Where("organisation_id = ?", o.ID).Order("id desc").Limit(10).Find(ctx)
}
