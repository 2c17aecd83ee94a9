package billing

import (
	"context"
	"time"

	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// ForwardForm is to whom a pro forma is sent: the treasurer, the board.
type ForwardForm struct {
	Email string `form:"email"`
}

// Forwarding is a pro forma on its way to an address somebody gave.
type Forwarding struct {
	ID         uint
	ProFormaID uint
	Email      string
	CreatedAt  time.Time
}

// TableName names the table.
func (Forwarding) TableName() string { return "pro_forma_forwardings" }

// ProFormaForwarded: send a pro forma to the address that was given.
type ProFormaForwarded struct {
	ForwardingID uint `json:"forwarding_id"`
}

// Kind names the promise.
func (ProFormaForwarded) Kind() string { return "pro_forma_forwarded" }

// forwardings is how many addresses one pro forma may be sent to: nobody writes to strangers in our name.
const forwardings = 5

// Forward sends the pro forma to an address, once each, to five at most.
func (p ProForma) Forward(ctx context.Context, db *gorm.DB, by people.User, f ForwardForm) error {
	email, ok := people.CleanEmail(f.Email)
	wrong := store.Invalid{}
	switch {
	case email == "":
		wrong.Add("email", "error.required")
	case !ok:
		wrong.Add("email", "error.email")
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if _, err := store.From[ProForma](tx, forUpdate).Where("id = ?", p.ID).Take(ctx); err != nil {
			return err
		}
		sent, err := store.From[Forwarding](tx).Where("pro_forma_id = ?", p.ID).Find(ctx)
		if err != nil {
			return err
		}
		for _, before := range sent {
			if before.Email == email {
				return nil
			}
		}
		if len(sent) >= forwardings {
			wrong.Add("email", "error.too_many")
			return wrong
		}
		row := Forwarding{ProFormaID: p.ID, Email: email, CreatedAt: store.Now(tx)}
		if err := store.From[Forwarding](tx).Create(ctx, &row); err != nil {
			return err
		}
		if err := journal.Note(ctx, tx, by.Actor(), journal.Act{Verb: "pro_forma_forwarded", SubjectType: "pro_forma", SubjectRef: p.Ref, OrganisationID: p.OrganisationID}); err != nil {
			return err
		}
		return store.Enqueue(tx, ProFormaForwarded{row.ID})
	})
}

// LoadForwarding returns a pro forma on its way and the pro forma, for the job that sends it.
func LoadForwarding(ctx context.Context, db *gorm.DB, id uint) (Forwarding, ProForma, error) {
	f, err := store.From[Forwarding](db).Where("id = ?", id).Take(ctx)
	if err != nil {
		return f, ProForma{}, err
	}
	p, err := store.From[ProForma](db).Where("id = ?", f.ProFormaID).Preload("Subscription", nil).Take(ctx)
	return f, p, err
}

// Forget removes the address of a person who leaves from what was sent to it.
func Forget(ctx context.Context, tx *gorm.DB, u people.User) error {
	if _, err := store.From[Forwarding](tx).Where("email = ?", u.Email).Delete(ctx); err != nil {
		return err
	}
	if err := forgetAsked(ctx, tx, u); err != nil {
		return err
	}
	if _, err := store.From[QuoteForwarding](tx).Where("email = ?", u.Email).Delete(ctx); err != nil {
		return err
	}
	_, err := store.From[Opening](tx).Where("email = ?", u.Email).Select("State", "Contact", "Email").Updates(ctx, Opening{State: OpeningWithdrawn})
	return err
}
