package billing

import (
	"context"
	"time"

	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// PayLink lets anybody who holds it pay some invoices without signing in: it shows their numbers and amounts, nothing else (PAY5). It ends
// by itself and can be taken back. Its address is sealed with the portal's key; nothing secret lies in the row.
type PayLink struct {
	ID             uint
	Ref            string
	OrganisationID uint
	MadeByID       *uint
	ExpiresAt      time.Time
	RevokedAt      *time.Time
	CreatedAt      time.Time

	Invoices []Invoice `gorm:"-"`
}

// payLinkInvoice is one invoice behind a link.
type payLinkInvoice struct {
	ID        uint
	PayLinkID uint
	InvoiceID uint
}

// TableName names the table.
func (payLinkInvoice) TableName() string { return "pay_link_invoices" }

// payLinkLasts is how long a link may be used.
const payLinkLasts = 60 * 24 * time.Hour

// payLinksLimit is how many links one organisation may have at once.
const payLinksLimit = 50

// MakePayLink makes a link for the invoices of a basket.
func MakePayLink(ctx context.Context, db *gorm.DB, by people.User, b Basket) (PayLink, error) {
	l := PayLink{Ref: store.NewRef(), OrganisationID: b.OrganisationID, MadeByID: &by.ID, ExpiresAt: store.Now(db).Add(payLinkLasts).Truncate(time.Second), CreatedAt: store.Now(db)}
	return l, store.InTx(ctx, db, func(tx *gorm.DB) error {
		open, err := store.From[PayLink](tx).Where("organisation_id = ? and revoked_at is null and expires_at > ?", b.OrganisationID, store.Now(tx)).Count(ctx, "id")
		if err != nil {
			return err
		}
		if open >= payLinksLimit {
			return store.Invalid{"invoice": store.Wrong{Key: "error.too_many"}}
		}
		return l.file(ctx, tx, by.Actor(), b.InvoiceIDs)
	})
}

func (l *PayLink) file(ctx context.Context, tx *gorm.DB, by journal.Actor, invoices []uint) error {
	if err := store.From[PayLink](tx).Create(ctx, l); err != nil {
		return err
	}
	var rows []payLinkInvoice
	for _, id := range invoices {
		rows = append(rows, payLinkInvoice{PayLinkID: l.ID, InvoiceID: id})
	}
	if err := store.From[payLinkInvoice](tx).CreateInBatches(ctx, &rows, 100); err != nil {
		return err
	}
	return journal.Note(ctx, tx, by, journal.Act{Verb: "pay_link_made", SubjectType: "pay_link", SubjectRef: l.Ref, OrganisationID: l.OrganisationID})
}

// LinkFor returns a link for exactly these invoices of one organisation that the portal itself made for its letters, and makes it where
// there is none that lasts long enough.
func LinkFor(ctx context.Context, db *gorm.DB, organisationID uint, invoices []uint) (PayLink, error) {
	var l PayLink
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := oneAtATime(tx, organisationID); err != nil {
			return err
		}
		now := store.Now(tx)
		rows, err := store.From[PayLink](tx).Where("organisation_id = ? and made_by_id is null and revoked_at is null and expires_at > ?", organisationID, now.Add(payLinkLasts/2)).
			Where("? = (select count(*) from pay_link_invoices p where p.pay_link_id = pay_links.id)", len(invoices)).
			Where("? = (select count(*) from pay_link_invoices p where p.pay_link_id = pay_links.id and p.invoice_id in ?)", len(invoices), invoices).
			Order("id desc").Limit(1).Find(ctx)
		if err != nil {
			return err
		}
		if len(rows) > 0 {
			l = rows[0]
			return nil
		}
		l = PayLink{Ref: store.NewRef(), OrganisationID: organisationID, ExpiresAt: now.Add(payLinkLasts).Truncate(time.Second), CreatedAt: now}
		return l.file(ctx, tx, journal.Actor{}, invoices)
	})
	return l, err
}

// FindPayLink returns a link that still holds, with its invoices, else store.ErrNotFound.
func FindPayLink(ctx context.Context, db *gorm.DB, ref string) (PayLink, error) {
	l, err := store.From[PayLink](db).Where("ref = ? and revoked_at is null and expires_at > ?", ref, store.Now(db)).Take(ctx)
	if err != nil {
		return l, err
	}
	l.Invoices, err = store.From[Invoice](db).Where("id in (select invoice_id from pay_link_invoices where pay_link_id = ?)", l.ID).Order("due_on, id").Find(ctx)
	if err == nil {
		err = settled(ctx, db, l.Invoices)
	}
	return l, err
}

// PayLinksOf returns the links of an organisation that still hold, newest first, with their invoices.
func PayLinksOf(ctx context.Context, db *gorm.DB, o people.Organisation) ([]PayLink, error) {
	all, err := store.From[PayLink](db).Where("organisation_id = ? and revoked_at is null and expires_at > ?", o.ID, store.Now(db)).Order("id desc").Limit(payLinksLimit).Find(ctx)
	if err != nil || len(all) == 0 {
		return all, err
	}
	ids := make([]uint, len(all))
	for n, l := range all {
		ids[n] = l.ID
	}
	var rows []struct {
		Invoice
		PayLinkID uint
	}
	err = db.WithContext(ctx).Table("pay_link_invoices p").Joins("join invoices i on i.id = p.invoice_id").Select("p.pay_link_id, i.id, i.ref, i.full_number, i.total_cents, i.currency").
		Where("p.pay_link_id in ?", ids).Order("p.id").Scan(&rows).Error
	for n := range all {
		for _, r := range rows {
			if r.PayLinkID == all[n].ID {
				all[n].Invoices = append(all[n].Invoices, r.Invoice)
			}
		}
	}
	return all, err
}

// Revoke takes a link back: from now on it leads nowhere.
func (l PayLink) Revoke(ctx context.Context, db *gorm.DB, by people.User) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if _, err := store.From[PayLink](tx).Where("id = ? and revoked_at is null", l.ID).Update(ctx, "revoked_at", store.Now(tx)); err != nil {
			return err
		}
		return journal.Note(ctx, tx, by.Actor(), journal.Act{Verb: "pay_link_revoked", SubjectType: "pay_link", SubjectRef: l.Ref, OrganisationID: l.OrganisationID})
	})
}

// FindPayLinkOf returns a link of an organisation by its ref, for its people.
func FindPayLinkOf(ctx context.Context, db *gorm.DB, o people.Organisation, ref string) (PayLink, error) {
	return store.From[PayLink](db).Where("organisation_id = ? and ref = ?", o.ID, ref).Take(ctx)
}

// Basket is what is paid by the link.
func (l PayLink) Basket(lang string) Basket {
	b := Basket{OrganisationID: l.OrganisationID, LinkID: &l.ID, Lang: lang}
	for _, i := range l.Invoices {
		b.InvoiceIDs = append(b.InvoiceIDs, i.ID)
	}
	return b
}

// DueCents is what is left to pay of all its invoices.
func (l PayLink) DueCents() (sum int64) {
	for _, i := range l.Invoices {
		sum += i.DueCents()
	}
	return sum
}

// Currency is that of its invoices: those of one organisation have one (HOS6).
func (l PayLink) Currency() string {
	if len(l.Invoices) == 0 {
		return ""
	}
	return l.Invoices[0].Currency
}

// UnderWay sums what of its invoices is being debited.
func (l PayLink) UnderWay(busy []Underway) (sum int64) {
	for _, u := range busy {
		for _, i := range l.Invoices {
			if u.InvoiceID != nil && *u.InvoiceID == i.ID {
				sum += u.AmountCents
			}
		}
	}
	return sum
}
