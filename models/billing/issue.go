package billing

import (
	"context"
	"time"

	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/ledger"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// issue gives a document its number and makes it final. It is the only way to a number.
func issue(ctx context.Context, tx *gorm.DB, by journal.Actor, i Invoice, lines []Line, pricing Pricing) (Invoice, error) {
	if !pricing.Declared() {
		return i, ErrNoRegime
	}
	sums, err := totals(lines)
	if err != nil {
		return i, err
	}
	if sums.Total <= 0 {
		return i, ErrNothing
	}
	i.Ref, i.State, i.CreatedAt = store.NewRef(), Draft, store.Now(tx)
	i.NetCents, i.VATCents, i.TotalCents = sums.Net, sums.VAT, sums.Total
	if i.Kind == AnInvoice {
		if i.PrepaidCents, err = prepaid(ctx, tx, i, i.TotalCents); err != nil {
			return i, err
		}
		if err := i.marked(ctx, tx, store.Today(tx, pricing.Host.Location())); err != nil {
			return i, err
		}
	}
	if err := store.From[Invoice](tx).Omit("Corrects").Create(ctx, &i); err != nil {
		return i, err
	}
	for n, l := range lines {
		i.Lines = append(i.Lines, InvoiceLine{InvoiceID: i.ID, Position: n + 1, Line: l})
	}
	if err := store.From[InvoiceLine](tx).CreateInBatches(ctx, &i.Lines, 100); err != nil {
		return i, err
	}
	if err := i.number(ctx, tx, by, pricing.Host); err != nil {
		return i, err
	}
	if err := i.book(ctx, tx, by); err != nil {
		return i, err
	}
	if i.toldTogether {
		return i, nil
	}
	return i, store.Enqueue(tx, InvoiceIssued{i.ID})
}

// number takes the next number and makes the draft final.
func (i *Invoice) number(ctx context.Context, tx *gorm.DB, by journal.Actor, host collective.Collective) error {
	prefix := host.InvoicePrefix
	if i.Kind == CreditNote {
		prefix = creditPrefix(prefix)
	}
	n, err := nextNumber(ctx, tx, prefix, store.Today(tx, host.Location()))
	if err != nil {
		return err
	}
	now := store.Now(tx)
	i.State, i.Series, i.Number, i.FullNumber, i.IssuedOn, i.FinalisedAt = Final, n.Series, &n.Number, &n.Full, n.On, &now
	if by.ID != 0 {
		i.FinalisedByID = &by.ID
	}
	if i.Kind == AnInvoice {
		i.DueOn = day(n.On).AddDate(0, 0, host.PaymentDays).Format(time.DateOnly)
	}
	if err := i.writeElectronic(ctx, tx); err != nil {
		return err
	}
	err = tx.WithContext(ctx).Model(i).Select("state", "series", "number", "full_number", "issued_on", "due_on", "finalised_at", "finalised_by_id",
		"xml_file_id", "xml_sha256").Updates(i).Error
	if err != nil {
		return err
	}
	return journal.Note(ctx, tx, by, journal.Act{
		Verb: string(i.Kind) + "_issued", SubjectType: "invoice", SubjectRef: i.Ref, OrganisationID: i.OrganisationID, Reason: i.Reason,
		Details: map[string]any{"number": n.Full, "cents": i.TotalCents},
	})
}

// creditPrefix is the series of credit notes beside a series of invoices: A beside F (law-and-charter.md a3), AX beside X.
func creditPrefix(prefix string) string {
	if prefix == "F" {
		return "A"
	}
	return "A" + prefix
}

// book tells the ledger: what the buyer owes is income and collected tax; a credit note tells the contrary.
func (i Invoice) book(ctx context.Context, tx *gorm.DB, by journal.Actor) error {
	owed := ledger.Party("receivable", i.OrganisationID)
	parts := []ledger.Transfer{{Debit: owed, Credit: "income:subscriptions", Amount: i.NetCents}, {Debit: owed, Credit: "liability:vat_collected", Amount: i.VATCents}}
	e := ledger.Entry{
		Journal: ledger.Sales, Kind: string(i.Kind), Key: string(i.Kind) + ":" + i.FullName(), EffectiveOn: i.IssuedOn, Actor: by.ID,
		PieceRef: i.FullName(), PieceOn: i.IssuedOn, SubjectType: "invoice", SubjectID: i.ID,
	}
	for _, t := range parts {
		t.Unit = i.Currency
		if i.Kind == CreditNote {
			t.Debit, t.Credit = t.Credit, t.Debit
		}
		if t.Amount > 0 {
			e.Transfers = append(e.Transfers, t)
		}
	}
	_, err := ledger.Post(ctx, tx, e)
	return err
}
