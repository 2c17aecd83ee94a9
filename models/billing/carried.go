package billing

import (
	"context"
	"errors"
	"fmt"

	"chatiere/models/billing/reference"
	"chatiere/models/billing/tax"
	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// openingBalance is the other side of what a system before leaves behind (PCG 890, journal AN).
const openingBalance = "equity:opening"

// Debt is an invoice that the system before issued and nobody has paid to its end: it keeps its number, and its paper is there.
type Debt struct {
	Organisation people.Organisation
	Number       string
	IssuedOn     string
	DueOn        string
	Cents        int64 // what is left of it, tax included
	Label        string
	Note         string // why no tax is shown: it stands on the paper
}

// Carry writes such debts as drafts, for an importer, inside its transaction: they owe nothing until Stand. They are no documents of ours,
// so none of our numbers is taken (NUM2).
func Carry(ctx context.Context, tx *gorm.DB, pricing Pricing, debts []Debt) ([]Invoice, error) {
	now := store.Now(tx)
	rows := make([]Invoice, len(debts))
	for n, d := range debts {
		rows[n] = Invoice{
			Ref: store.NewRef(), Kind: AnInvoice, State: Draft, Carried: true, OrganisationID: d.Organisation.ID, Locale: d.Organisation.Locale, Currency: euros,
			Regime: pricing.Regime.Regime, IssuedOn: d.IssuedOn, DueOn: d.DueOn, Seller: sellerOf(pricing.Host, pricing.Regime.Regime), Buyer: buyerOf(d.Organisation),
			NetCents: d.Cents, TotalCents: d.Cents, PaymentReference: reference.New(), CreatedAt: now,
		}
		rows[n].Origin = "carried:" + rows[n].Ref
	}
	if err := store.From[Invoice](tx).Omit("Corrects").CreateInBatches(ctx, &rows, 200); err != nil {
		return nil, err
	}
	lines := make([]InvoiceLine, len(debts))
	for n, d := range debts {
		lines[n] = InvoiceLine{InvoiceID: rows[n].ID, Position: 1, Line: Line{
			Kind: Service, Label: d.Label, Quantity: 1, UnitCents: d.Cents, NetCents: d.Cents, Category: tax.OutOfScope, ExemptionCode: tax.CodeAbroad, ExemptionNote: d.Note,
		}}
	}
	return rows, store.From[InvoiceLine](tx).CreateInBatches(ctx, &lines, 500)
}

// Stand lets a carried debt be owed from now on, under its old number: the books open with it. Series and place name it here, and are no
// series of ours.
func Stand(ctx context.Context, tx *gorm.DB, by journal.Actor, id uint, series string, place int, number string) error {
	i, err := store.From[Invoice](tx).Where("id = ? and carried and state = ?", id, Draft).Take(ctx)
	if err != nil {
		return err
	}
	now := store.Now(tx)
	i.State, i.Series, i.Number, i.FullNumber, i.FinalisedAt = Final, series, &place, &number, &now
	if err := tx.WithContext(ctx).Model(&i).Select("state", "series", "number", "full_number", "finalised_at").Updates(&i).Error; err != nil {
		return refused(err)
	}
	if err := i.countFrom(ctx, tx); err != nil { // reminders begin here, however long it was due there
		return err
	}
	return opens(ctx, tx, by, ledger.Entry{
		Key: "opening:invoice:" + i.Ref, PieceRef: number, PieceOn: i.IssuedOn, SubjectType: "invoice", SubjectID: i.ID,
		Transfers: []ledger.Transfer{{Debit: receivable(i.OrganisationID), Credit: openingBalance, Unit: i.Currency, Amount: i.TotalCents}},
	})
}

// StandCredit keeps money that an organisation had with the system before: it waits for the next invoice.
func StandCredit(ctx context.Context, tx *gorm.DB, by journal.Actor, organisationID uint, cents int64, on, number string) error {
	p := Payment{
		Ref: store.NewRef(), OrganisationID: organisationID, Method: ByOffset, AmountCents: cents, Currency: euros, State: Succeeded, ReceivedOn: on,
		Reference: number, CreatedAt: store.Now(tx),
	}
	p.IdempotencyKey = "opening:" + p.Ref
	if err := store.From[Payment](tx).Omit("Organisation").Create(ctx, &p); err != nil {
		return err
	}
	return opens(ctx, tx, by, ledger.Entry{
		Key: "opening:payment:" + p.Ref, PieceRef: "payment " + p.Ref, PieceOn: on, SubjectType: "payment", SubjectID: p.ID,
		Transfers: []ledger.Transfer{{Debit: openingBalance, Credit: advances(organisationID), Unit: euros, Amount: cents}},
	})
}

// opens tells the ledger what was there before it, on the day it is taken over.
func opens(ctx context.Context, tx *gorm.DB, by journal.Actor, e ledger.Entry) error {
	host, err := collective.Find(ctx, tx)
	if err != nil {
		return err
	}
	e.Journal, e.Kind, e.Actor = ledger.Opening, "opening", by.ID
	e.EffectiveOn = ledger.Day(store.Today(tx, host.Location()))
	_, err = ledger.Post(ctx, tx, e)
	return err
}

// DropCarried takes drafts of carried debts away again, chosen by their ids, for an importer.
func DropCarried(ctx context.Context, tx *gorm.DB, ids *gorm.DB) error {
	if _, err := store.From[InvoiceLine](tx).Where("invoice_id in (?)", ids).Delete(ctx); err != nil {
		return err
	}
	_, err := store.From[Invoice](tx).Where("id in (?) and carried and state = ?", ids, Draft).Delete(ctx)
	return refused(err)
}

// Numbered are those of some numbers that stand on documents here.
func Numbered(ctx context.Context, tx *gorm.DB, numbers []string) (taken []string, err error) {
	err = tx.WithContext(ctx).Model(&Invoice{}).Where("full_number in ?", numbers).Pluck("full_number", &taken).Error
	return taken, err
}

// KeepMethods keeps cards and accounts that organisations let the collective charge before, for an importer, with the payment provider's
// names of the organisations. Nobody is asked; payers that are here already stay.
func KeepMethods(ctx context.Context, tx *gorm.DB, all *[]SavedMethod) (payers []uint, err error) {
	now := store.Now(tx)
	for n := range *all {
		m := &(*all)[n]
		m.Ref, m.CreatedAt, m.UpdatedAt = store.NewRef(), now, now
		row := customer{OrganisationID: m.OrganisationID, Currency: euros, Live: m.Live, CustomerID: m.CustomerID, CreatedAt: now}
		_, err := organisationOfCustomer(ctx, tx, m.CustomerID)
		if err == nil {
			payers = append(payers, 0)
			continue
		}
		if !errors.Is(err, store.ErrNotFound) {
			return payers, err
		}
		if err := store.From[customer](tx).Create(ctx, &row); err != nil {
			return payers, err
		}
		payers = append(payers, row.ID)
	}
	return payers, store.From[SavedMethod](tx).CreateInBatches(ctx, all, 500)
}

// Account is whose payment provider's name a name is.
type Account struct {
	OrganisationID uint
	CustomerID     string
}

// Accounts returns the payment provider's names of organisations, of those that move real money or of those that do not.
func Accounts(ctx context.Context, tx *gorm.DB, live bool) (all []Account, err error) {
	err = tx.WithContext(ctx).Model(&customer{}).Where("currency = ? and live = ?", euros, live).Find(&all).Error
	return all, err
}

// DropAccounts takes the payment provider's names away again, chosen by their ids, for an importer.
func DropAccounts(ctx context.Context, tx *gorm.DB, ids *gorm.DB) error {
	_, err := store.From[customer](tx).Where("id in (?)", ids).Delete(ctx)
	return err
}

// Series is how far the numbers of a series have come.
type Series struct {
	Name   string
	Last   int
	LastOn string
	Given  bool // numbers were given here
}

// AllSeries returns how far all series have come.
func AllSeries(ctx context.Context, tx *gorm.DB) (map[string]Series, error) {
	rows, err := store.From[counter](tx).Find(ctx)
	all := map[string]Series{}
	for _, c := range rows {
		all[c.Series] = Series{c.Series, c.Last, c.LastOn, c.Last > c.BeginsAfter}
	}
	return all, err
}

// SeriesNames are the names that the series of a year have here: of invoices and of credit notes.
func SeriesNames(prefix string, year int) []string {
	return []string{fmt.Sprintf("%s%d-", prefix, year), fmt.Sprintf("%s%d-", creditPrefix(prefix), year)}
}

// GoOn lets a series go on where the system before stopped, for an importer: its next number follows (X03). A series that gave numbers here, or has
// come farther, is store.ErrConflict.
func GoOn(ctx context.Context, tx *gorm.DB, s Series) error {
	c, err := store.From[counter](tx, forUpdate).Where("series = ?", s.Name).Take(ctx)
	switch {
	case errors.Is(err, store.ErrNotFound):
		c = counter{Series: s.Name, Last: s.Last, LastOn: s.LastOn, BeginsAfter: s.Last, Width: width}
		return store.From[counter](tx).Create(ctx, &c)
	case err != nil:
		return err
	case c.Last > c.BeginsAfter || c.Last > s.Last || c.LastOn > s.LastOn && s.LastOn != "":
		return store.ErrConflict
	}
	_, err = store.From[counter](tx).Where("series = ?", s.Name).Select("last", "last_on", "begins_after").Updates(ctx, counter{Last: s.Last, LastOn: max(s.LastOn, c.LastOn), BeginsAfter: s.Last})
	return err
}

// StepBack puts a series where it was before GoOn; Last 0 and no day: it was not there. Numbers that were given since stay given: an error says so.
func StepBack(ctx context.Context, tx *gorm.DB, s Series) error {
	if s.Last == 0 && s.LastOn == "" {
		_, err := store.From[counter](tx).Where("series = ?", s.Name).Delete(ctx)
		return refused(err)
	}
	_, err := store.From[counter](tx).Where("series = ?", s.Name).Select("last", "last_on", "begins_after").Updates(ctx, counter{Last: s.Last, LastOn: s.LastOn, BeginsAfter: s.Last})
	return refused(err)
}
