package billing

import (
	"context"
	"slices"
	"time"

	"chatiere/models/billing/reference"
	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Basket is what somebody is about to pay: some invoices of one organisation, or its pro forma.
type Basket struct {
	OrganisationID uint
	ProForma       *ProForma
	InvoiceIDs     []uint
	LinkID         *uint
	Payer          people.User // zero: whoever holds the address
	Save           bool        // their method may be charged later; only for those who keep the organisation's money
	Lang           string
}

// The least and the most that is collected at once. Below the least the cashier takes nothing: it waits for the next invoice (ZER1).
const (
	leastCents = 50
	debitCents = 10_000_00 // of one SEPA debit (SDD1)
)

// pageLasts is how long a hosted page waits for somebody (HOS3: a day at most, by the cashier's own clock).
const pageLasts = 23 * time.Hour

// BasketOfProForma is what is left to pay of a pro forma, or of the invoice it has become.
func BasketOfProForma(p ProForma, i *Invoice, payer people.User, lang string) Basket {
	b := Basket{OrganisationID: p.OrganisationID, ProForma: &p, Lang: lang}
	if i != nil {
		b.ProForma, b.InvoiceIDs = nil, []uint{i.ID}
	}
	if keeps(payer, p.OrganisationID) {
		b.Payer = payer
	}
	return b
}

// BasketOf is the invoices with those refs, of an organisation whose money the person keeps; else store.ErrNotFound.
func BasketOf(ctx context.Context, db *gorm.DB, payer people.User, o people.Organisation, refs []string, lang string) (Basket, error) {
	b := Basket{OrganisationID: o.ID, Payer: payer, Lang: lang}
	if !keeps(payer, o.ID) {
		return b, store.ErrNotFound
	}
	if len(refs) == 0 {
		return b, store.Invalid{"invoice": store.Wrong{Key: "error.choose_invoice"}}
	}
	refs = slices.Compact(slices.Sorted(slices.Values(refs)))
	err := db.WithContext(ctx).Model(&Invoice{}).Where("organisation_id = ? and kind = ? and state = ? and ref in ?", o.ID, AnInvoice, Final, refs).
		Order("due_on, id").Pluck("id", &b.InvoiceIDs).Error
	if err == nil && len(b.InvoiceIDs) != len(refs) {
		err = store.ErrNotFound
	}
	return b, err
}

// DueOf are the invoices of an organisation that are due, oldest first.
func DueOf(ctx context.Context, db *gorm.DB, o people.Organisation) ([]Invoice, error) {
	rows, err := store.From[Invoice](db).Where("organisation_id = ? and id in (select invoice_id from invoice_dues where organisation_id = ? and due_cents > 0)", o.ID, o.ID).
		Order("due_on, id").Limit(100).Find(ctx)
	if err == nil {
		err = settled(ctx, db, rows)
	}
	return rows, err
}

// keeps reports whether a person keeps the money of an organisation.
func keeps(u people.User, organisationID uint) bool {
	m, in := u.In(organisationID)
	return in && m.May(people.Treasurer) && m.Organisation.Usable()
}

// Collect writes down that somebody is about to pay. The same basket finds the collection that waits already; one that held a part of it
// is ended. Nothing was asked of the cashier yet.
func Collect(ctx context.Context, db *gorm.DB, keys collective.PaymentKeys, b Basket) (Collection, error) {
	var c Collection
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := oneAtATime(tx, b.OrganisationID); err != nil {
			return err
		}
		payer, err := people.LoadOrganisation(ctx, tx, b.OrganisationID)
		if err != nil {
			return err
		}
		b.Save = b.Save && payer.ClosedAt == nil // what is owed is paid, and nothing is charged later
		if c, err = b.collection(ctx, tx, keys); err != nil {
			return err
		}
		waiting, err := b.waiting(ctx, tx)
		if err != nil {
			return err
		}
		for _, w := range waiting {
			if w.same(c) && w.ExpiresAt.After(store.Now(tx).Add(5*time.Minute)) {
				c = w
				continue
			}
			if err := w.replaced(ctx, tx); err != nil {
				return err
			}
		}
		if c.ID != 0 {
			return nil
		}
		return c.begin(ctx, tx, b.Payer.Actor(), "collection_begun")
	})
	return c, err
}

// collection is what is due for the basket at this moment.
func (b Basket) collection(ctx context.Context, tx *gorm.DB, keys collective.PaymentKeys) (Collection, error) {
	now := store.Now(tx)
	c := Collection{
		Ref: store.NewRef(), OrganisationID: b.OrganisationID, Kind: ByPage, State: Preparing, PayLinkID: b.LinkID, Save: b.Save && b.Payer.SignedIn(), Locale: b.Lang,
		Live: keys.Live, ExpiresAt: now.Add(pageLasts), CreatedAt: now, UpdatedAt: now,
	}
	if b.Payer.SignedIn() {
		c.ByID = &b.Payer.ID
	}
	parts, err := b.parts(ctx, tx, &c)
	if err != nil {
		return c, err
	}
	for _, p := range parts {
		c.AmountCents += p.AmountCents
	}
	c.Parts = parts
	if c.AmountCents < leastCents {
		return c, store.Invalid{"invoice": store.Wrong{Key: "error.too_little_to_collect"}}
	}
	if c.Kinds = kindsFor(keys, c); c.Kinds == "" {
		return c, store.ErrConflict
	}
	return c, nil
}

// kindsFor are the means offered for a sum.
func kindsFor(keys collective.PaymentKeys, c Collection) string {
	kinds := ""
	if keys.Cards {
		kinds = "card"
	}
	if keys.Debits && c.Currency == "EUR" && c.AmountCents <= debitCents {
		kinds = joinWords(kinds, "sepa_debit")
	}
	return kinds
}

// parts are the documents of the basket with what is due and not under way.
func (b Basket) parts(ctx context.Context, tx *gorm.DB, c *Collection) ([]CollectionPart, error) {
	if b.ProForma != nil {
		return b.ofProForma(ctx, tx, c)
	}
	var parts []CollectionPart
	for _, id := range b.InvoiceIDs {
		i, err := LoadInvoice(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		busy, err := underway(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		if due := i.DueCents() - busy; due > 0 {
			parts = append(parts, CollectionPart{InvoiceID: &i.ID, Label: i.FullName(), AmountCents: due})
		}
		if c.Currency != "" && c.Currency != i.Currency {
			return nil, store.ErrConflict // two currencies never add up (MON1)
		}
		c.Currency = i.Currency
	}
	return parts, nil
}

func (b Basket) ofProForma(ctx context.Context, tx *gorm.DB, c *Collection) ([]CollectionPart, error) {
	p, err := store.From[ProForma](tx).Where("id = ?", b.ProForma.ID).Take(ctx)
	if err != nil {
		return nil, err
	}
	if p.State != Open {
		return nil, store.ErrConflict
	}
	received, err := receivedFor(ctx, tx, p.ID)
	if err != nil {
		return nil, err
	}
	var busy int64
	err = tx.WithContext(ctx).Model(&Collection{}).Where("pro_forma_id = ? and state = ?", p.ID, Collecting).
		Select("cast(coalesce(sum(amount_cents), 0) as bigint)").Scan(&busy).Error
	c.ProFormaID, c.Currency = &p.ID, p.Currency
	left := p.TotalCents - received - busy
	if err != nil || left <= 0 {
		return nil, err
	}
	return []CollectionPart{{Label: reference.Spaced(p.PaymentReference), AmountCents: left}}, nil
}

// waiting are the pages that nobody has paid on yet and that hold a part of the basket.
func (b Basket) waiting(ctx context.Context, tx *gorm.DB) ([]Collection, error) {
	q := store.From[Collection](tx).Where("organisation_id = ? and kind = ? and state in ('preparing','open') and not ending", b.OrganisationID, ByPage)
	if b.ProForma != nil {
		q = q.Where("pro_forma_id = ?", b.ProForma.ID)
	} else {
		q = q.Where("id in (select collection_id from collection_parts where invoice_id in ?)", b.InvoiceIDs)
	}
	return q.Preload("Parts", inOrder).Order("id").Find(ctx)
}

// same reports whether two collections ask the same of the same payer.
func (c Collection) same(other Collection) bool {
	equal := c.AmountCents == other.AmountCents && c.Currency == other.Currency && c.Save == other.Save && c.Locale == other.Locale && c.Kinds == other.Kinds &&
		c.Live == other.Live && equalIDs(c.ByID, other.ByID) && equalIDs(c.PayLinkID, other.PayLinkID) && equalIDs(c.ProFormaID, other.ProFormaID)
	if !equal || len(c.Parts) != len(other.Parts) {
		return false
	}
	for n := range c.Parts {
		if !equalIDs(c.Parts[n].InvoiceID, other.Parts[n].InvoiceID) || c.Parts[n].AmountCents != other.Parts[n].AmountCents {
			return false
		}
	}
	return true
}

func equalIDs(a, b *uint) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }

// begin writes the collection with its parts.
func (c *Collection) begin(ctx context.Context, tx *gorm.DB, by journal.Actor, verb string) error {
	parts := c.Parts
	c.Parts = nil
	if err := store.From[Collection](tx).Omit("Parts").Create(ctx, c); err != nil {
		return err
	}
	for n := range parts {
		parts[n].CollectionID = c.ID
	}
	if len(parts) > 0 {
		if err := store.From[CollectionPart](tx).CreateInBatches(ctx, &parts, 100); err != nil {
			return err
		}
	}
	c.Parts = parts
	return c.note(ctx, tx, by, verb, "")
}

// replaced promises that the page is closed: another one took its place.
func (c *Collection) replaced(ctx context.Context, tx *gorm.DB) error {
	c.Ending = true
	if err := c.save(ctx, tx, "ending"); err != nil {
		return err
	}
	return store.Enqueue(tx, CollectionReplaced{c.ID})
}

// note writes an act on the collection in the journal.
func (c Collection) note(ctx context.Context, tx *gorm.DB, by journal.Actor, verb, reason string) error {
	return journal.Note(ctx, tx, by, journal.Act{
		Verb: verb, SubjectType: "collection", SubjectRef: c.Ref, OrganisationID: c.OrganisationID, Reason: reason,
		Details: map[string]any{"cents": c.AmountCents, "kind": c.Kind},
	})
}
