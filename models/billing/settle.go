package billing

import (
	"context"
	"fmt"

	"chatiere/models/billing/money"
	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/ledger"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// advances is where money waits that settles nothing yet: the account credit of a party (PAY2, NEG3: never below nought).
func advances(organisationID uint) string {
	return ledger.Party("liability:advances", organisationID)
}

func receivable(organisationID uint) string { return ledger.Party("receivable", organisationID) }

// allocate settles a piece of an invoice by a payment or a credit note, at most what is due, and says how much it was.
func allocate(ctx context.Context, tx *gorm.DB, i *Invoice, a Allocation) (Allocation, error) {
	a.AmountCents = min(a.AmountCents, i.DueCents())
	if a.AmountCents <= 0 {
		return Allocation{}, nil
	}
	return a, i.record(ctx, tx, &a)
}

// takeBack writes the contrary of a piece.
func takeBack(ctx context.Context, tx *gorm.DB, i *Invoice, a Allocation) error {
	back := Allocation{PaymentID: a.PaymentID, CreditNoteID: a.CreditNoteID, AmountCents: -a.AmountCents, ReversesID: &a.ID}
	if i.DueCents() == 0 {
		if err := i.countFrom(ctx, tx); err != nil {
			return err
		}
	}
	return i.record(ctx, tx, &back)
}

// record writes one piece, with its part before tax, and promises its share.
func (i *Invoice) record(ctx context.Context, tx *gorm.DB, a *Allocation) error {
	a.InvoiceID, a.OrganisationID, a.CreatedAt = i.ID, i.OrganisationID, store.Now(tx)
	if !i.Carried { // what its tax was stands on the paper of the system before, and no share of it was promised
		a.NetCents = money.Cumulative(i.NetCents, i.TotalCents, i.SettledCents, i.SettledCents+a.AmountCents)
	}
	if err := store.From[Allocation](tx).Create(ctx, a); err != nil {
		return refused(err)
	}
	i.SettledCents += a.AmountCents
	if a.PaymentID == nil {
		i.CreditedCents += a.AmountCents
		return nil
	}
	return store.Enqueue(tx, PaymentAllocated{a.ID})
}

// waiting is a payment with what of it settles nothing yet.
type waiting struct {
	ID   uint
	Rest int64
}

// waitingFor are the payments that may settle an invoice: for its own pro forma first, then what was left of others.
func waitingFor(ctx context.Context, tx *gorm.DB, i Invoice) (all []waiting, err error) {
	const rest = "p.amount_cents - p.returned_cents - p.held_cents - coalesce((select sum(amount_cents) from allocations a where a.payment_id = p.id), 0)"
	err = tx.WithContext(ctx).Table("payments p").Select("p.id, cast("+rest+" as bigint) as rest").
		Where("p.organisation_id = ? and p.currency = ? and p.state = ? and p.reverses_id is null", i.OrganisationID, i.Currency, Succeeded).
		Where("not exists (select 1 from payments r where r.reverses_id = p.id)").
		Where("p.pro_forma_id is null or p.pro_forma_id = ? or exists (select 1 from pro_formas f where f.id = p.pro_forma_id and f.state <> ?)", i.ProFormaID, Open).
		Where(rest + " > 0").Order(ownFirst(i.ProFormaID)).Scan(&all).Error
	return all, err
}

// prepaid is how much of a total money that came before will settle.
func prepaid(ctx context.Context, tx *gorm.DB, i Invoice, total int64) (int64, error) {
	all, err := waitingFor(ctx, tx, i)
	var sum int64
	for _, w := range all {
		sum += w.Rest
	}
	return min(sum, total), err
}

// settleFromAdvances settles an invoice by money that came before it. A payment that is being recorded right now (except) is left out.
func settleFromAdvances(ctx context.Context, tx *gorm.DB, i *Invoice, except uint) error {
	all, err := waitingFor(ctx, tx, *i)
	if err != nil {
		return err
	}
	for _, w := range all {
		if w.ID == except {
			continue
		}
		a, err := allocate(ctx, tx, i, Allocation{PaymentID: &w.ID, AmountCents: w.Rest})
		if err != nil || a.ID == 0 {
			return err
		}
		if err := move(ctx, tx, *i, a, "advance_applied", advances(i.OrganisationID), receivable(i.OrganisationID)); err != nil {
			return err
		}
	}
	return nil
}

// ownFirst puts the payments of one pro forma first.
func ownFirst(proFormaID *uint) string {
	if proFormaID == nil {
		return "p.id"
	}
	return fmt.Sprintf("case when p.pro_forma_id = %d then 0 else 1 end, p.id", *proFormaID)
}

// move tells the ledger that a piece went from an account to another one, without any money moving.
func move(ctx context.Context, tx *gorm.DB, i Invoice, a Allocation, kind, from, to string) error {
	host, err := collective.Find(ctx, tx)
	if err != nil {
		return err
	}
	_, err = ledger.Post(ctx, tx, ledger.Entry{
		Journal: ledger.Miscellaneous, Kind: kind, Key: fmt.Sprintf("%s:%d", kind, a.ID), EffectiveOn: ledger.Day(a.CreatedAt.In(host.Location())),
		PieceRef: i.FullName(), PieceOn: i.IssuedOn, SubjectType: "invoice", SubjectID: i.ID,
		Transfers: []ledger.Transfer{{Debit: from, Credit: to, Unit: i.Currency, Amount: max(a.AmountCents, -a.AmountCents)}},
	})
	return err
}

// bookPayment tells the ledger of money that came in: what settles something, and what waits.
func bookPayment(ctx context.Context, tx *gorm.DB, by journal.Actor, p Payment, settledCents int64) error {
	e := ledger.Entry{
		Journal: ledger.Bank, Kind: "payment_in", Key: "payment:" + p.Ref, EffectiveOn: p.ReceivedOn, Actor: by.ID,
		PieceRef: "payment " + p.Ref, SubjectType: "payment", SubjectID: p.ID,
	}
	for _, part := range []struct {
		to    string
		cents int64
	}{{receivable(p.OrganisationID), settledCents}, {advances(p.OrganisationID), p.AmountCents - settledCents}} {
		if part.cents > 0 {
			e.Transfers = append(e.Transfers, ledger.Transfer{Debit: p.held(), Credit: part.to, Unit: p.Currency, Amount: part.cents})
		}
	}
	_, err := ledger.Post(ctx, tx, e)
	return err
}
