package billing

import (
	"context"
	"errors"
	"strings"
	"time"

	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Disagreement is what an organisation told in a request for help about what it is to pay: until it is settled nothing of it is chased
// (DUN1), and what it is about is not taken from a saved card or account by itself.
type Disagreement struct {
	ID             uint
	OrganisationID uint
	InvoiceID      *uint   // the invoice it is about; nil: all that is due
	Invoice        Invoice `gorm:"foreignKey:InvoiceID"` // its number only
	TicketRef      string
	Reason         string // what it is about; the organisation reads it
	ByID           uint
	CreatedAt      time.Time
	SettledByID    *uint
	SettledAt      *time.Time
}

// longestDisagreement is how much of what was written stands beside an invoice; the request holds all of it.
const longestDisagreement = 120

// Open reports whether it is not settled yet.
func (d Disagreement) Open() bool { return d.ID != 0 && d.SettledAt == nil }

// Disagree notes that a request for help is about what an organisation is to pay: one invoice, by its number, or all that is due. One at a
// time for a request and for an invoice: else store.ErrConflict.
func Disagree(ctx context.Context, tx *gorm.DB, by people.User, organisationID uint, ticketRef, number, reason string) error {
	wrong := store.Invalid{}
	reason = oneLine(reason)
	needed(wrong, "disagreement", reason)
	d := Disagreement{OrganisationID: organisationID, TicketRef: ticketRef, Reason: reason, ByID: by.ID}
	if number = strings.TrimSpace(number); number != "" {
		i, err := store.From[Invoice](tx).Where("organisation_id = ? and full_number = ? and kind = ?", organisationID, number, AnInvoice).Take(ctx)
		switch {
		case errors.Is(err, store.ErrNotFound):
			wrong.Add("invoice", "error.invoice_unknown")
		case err != nil:
			return err
		}
		d.InvoiceID = &i.ID
	}
	if wrong.Err() != nil {
		return wrong
	}
	if open, err := DisagreementIn(ctx, tx, ticketRef); err != nil || open.Open() {
		return conflictUnless(err)
	}
	return d.begin(ctx, tx, by)
}

// Disagree notes that those who keep the money of its organisation do not agree with an invoice that is to be paid, in a request for help.
// They say so once: after an answer, it is the request that goes on, and store.ErrConflict.
func (i Invoice) Disagree(ctx context.Context, tx *gorm.DB, by people.User, ticketRef, reason string) error {
	if !keeps(by, i.OrganisationID) {
		return store.ErrNotFound
	}
	before, err := store.From[Disagreement](tx).Where("invoice_id = ?", i.ID).Count(ctx, "id")
	if err != nil || before > 0 || !i.Disputable() {
		return conflictUnless(err)
	}
	reason = oneLine(reason)
	if words := []rune(reason); len(words) > longestDisagreement {
		reason = string(words[:longestDisagreement-1]) + "…"
	}
	d := Disagreement{OrganisationID: i.OrganisationID, InvoiceID: &i.ID, TicketRef: ticketRef, Reason: reason, ByID: by.ID}
	return d.begin(ctx, tx, by)
}

// Disputable reports whether something is left to disagree about.
func (i Invoice) Disputable() bool { return i.Kind == AnInvoice && i.DueCents() > 0 }

func (d *Disagreement) begin(ctx context.Context, tx *gorm.DB, by people.User) error {
	d.CreatedAt = store.Now(tx)
	if err := store.From[Disagreement](tx).Omit("Invoice").Create(ctx, d); err != nil {
		return err
	}
	return d.note(ctx, tx, by, "disagreement_noted", d.Reason)
}

// conflictUnless is an error, or store.ErrConflict where there is none.
func conflictUnless(err error) error {
	if err != nil {
		return err
	}
	return store.ErrConflict
}

// SettleDisagreement lets the days count again from now on; where nothing was open it does nothing.
func SettleDisagreement(ctx context.Context, tx *gorm.DB, by people.User, ticketRef string) error {
	d, err := DisagreementIn(ctx, tx, ticketRef)
	if err != nil || !d.Open() {
		return err
	}
	now := store.Now(tx)
	if d.SettledAt = &now; by.SignedIn() {
		d.SettledByID = &by.ID
	}
	if err := tx.WithContext(ctx).Model(&Disagreement{ID: d.ID}).Select("settled_at", "settled_by_id").Updates(&d).Error; err != nil {
		return err
	}
	return d.note(ctx, tx, by, "disagreement_settled", "")
}

func (d Disagreement) note(ctx context.Context, tx *gorm.DB, by people.User, verb, reason string) error {
	actor := journal.Actor{}
	if by.SignedIn() {
		actor = by.Actor()
	}
	return journal.Note(ctx, tx, actor, journal.Act{Verb: verb, SubjectType: "ticket", SubjectRef: d.TicketRef, OrganisationID: d.OrganisationID, Reason: reason})
}

// DisagreementIn is the open disagreement of a request for help; none is one that is not open. Who may see the request was asked before.
func DisagreementIn(ctx context.Context, db *gorm.DB, ticketRef string) (Disagreement, error) {
	return firstOf(ctx, disagreements(db).Where("disagreements.ticket_ref = ? and disagreements.settled_at is null", ticketRef))
}

// DisagreementOf is the oldest open disagreement with an organisation; none is one that is not open. Who may see its account was asked before.
func DisagreementOf(ctx context.Context, db *gorm.DB, o people.Organisation) (Disagreement, error) {
	return firstOf(ctx, disagreements(db).Where("disagreements.organisation_id = ? and disagreements.settled_at is null", o.ID))
}

// Hindrance is what stands between an invoice and its payment.
type Hindrance struct {
	UnderWayCents int64        // being debited
	Disagreement  Disagreement // the open one about it, else one about all that its organisation is to pay, else the one that was settled
}

const hindranceQuery = `select (select cast(coalesce(sum(p.amount_cents), 0) as bigint) from collection_parts p join collections c on c.id = p.collection_id
	where p.invoice_id = i.id and c.state = 'processing') as under_way_cents,
	coalesce(g.id, 0) as id, g.invoice_id, coalesce(g.ticket_ref, '') as ticket_ref, coalesce(g.reason, '') as reason, coalesce(g.by_id, 0) as by_id, g.created_at, g.settled_at
	from invoices i left join disagreements g on g.id = (select x.id from disagreements x
		where x.invoice_id = i.id or x.organisation_id = i.organisation_id and x.invoice_id is null and x.settled_at is null
		order by x.settled_at is not null, x.invoice_id is null, x.id desc limit 1)
	where i.id = ?`

// HindranceOf returns what stands between an invoice and its payment, in one statement. Who may see the invoice was asked before.
func HindranceOf(ctx context.Context, db *gorm.DB, i Invoice) (Hindrance, error) {
	var row struct {
		UnderWayCents        int64
		ID, ByID             uint
		InvoiceID            *uint
		TicketRef, Reason    string
		CreatedAt, SettledAt *time.Time
	}
	if err := db.WithContext(ctx).Raw(hindranceQuery, i.ID).Scan(&row).Error; err != nil || row.ID == 0 {
		return Hindrance{UnderWayCents: row.UnderWayCents}, err
	}
	d := Disagreement{
		ID: row.ID, OrganisationID: i.OrganisationID, InvoiceID: row.InvoiceID, TicketRef: row.TicketRef, Reason: row.Reason, ByID: row.ByID, CreatedAt: *row.CreatedAt, SettledAt: row.SettledAt,
	}
	if d.InvoiceID != nil {
		d.Invoice = i
	}
	return Hindrance{UnderWayCents: row.UnderWayCents, Disagreement: d}, nil
}

// disputed is the condition of an invoice (of invoice_dues d) that an open disagreement keeps from being charged by itself.
const disputed = "exists (select 1 from disagreements g where g.organisation_id = d.organisation_id and g.settled_at is null and (g.invoice_id is null or g.invoice_id = d.invoice_id))"

func disagreements(db *gorm.DB) store.Rows[Disagreement] {
	return store.From[Disagreement](db).Joins(clause.LeftJoin.Association("Invoice"), store.Only("id", "ref", "full_number"))
}

func firstOf(ctx context.Context, q store.Rows[Disagreement]) (Disagreement, error) {
	rows, err := q.Order("disagreements.id").Limit(1).Find(ctx)
	if err != nil || len(rows) == 0 {
		return Disagreement{}, err
	}
	return rows[0], nil
}
