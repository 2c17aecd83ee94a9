package commons

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"chatiere/models/billing/bank"
	"chatiere/models/collective"
	"chatiere/models/commons/pain"
	"chatiere/models/files"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// inTransit is what was given to the bank and is not confirmed yet.
const inTransit = "liability:in_transit"

// filePurpose seals stored payment files: they hold account numbers.
const filePurpose = "payment file"

// Export gives an approved batch to the bank: the file is made once and kept sealed, and what the projects were owed is in transit. It is
// refused when anything is not as it was approved, or a channel is not open (any more).
func (b *Batch) Export(ctx context.Context, db *gorm.DB, secret []byte, by people.User, site string) error {
	if !KeepsPayouts(by) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := b.hold(ctx, tx); err != nil {
			return err
		}
		if b.State == BatchExported || b.State == BatchSettled {
			return nil // sent twice: the bank has it
		}
		if b.State != BatchApproved {
			return ErrMoved
		}
		if b.digest() != b.SHA256 {
			return store.ErrConflict
		}
		if err := b.stillRight(ctx, tx); err != nil {
			return err
		}
		if err := b.write(ctx, tx, secret, site); err != nil {
			return err
		}
		if err := b.transit(ctx, tx, by); err != nil {
			return err
		}
		b.State, b.ExportedAt, b.ExportedByID = BatchExported, stamp(tx), &by.ID
		if err := b.keep(ctx, tx, "State", "ExportedAt", "ExportedByID", "OrderFileID", "OrderSHA256", "TableFileID", "TableSHA256", "EntryID"); err != nil {
			return err
		}
		return b.note(ctx, tx, by, "payment_batch_exported", "")
	})
}

// stillRight looks once more at the day and at every channel.
func (b Batch) stillRight(ctx context.Context, tx *gorm.DB) error {
	now, err := today(ctx, tx)
	if err != nil {
		return err
	}
	if bad := (store.Invalid{}); b.ExecuteOn < now {
		bad.Add("execute_on", "error.date_past")
		return bad
	}
	for _, p := range b.Planned() {
		c, err := LoadChannel(ctx, tx, p.ChannelID)
		if err != nil {
			return err
		}
		if c.State != ChannelActive || c.Fingerprint != p.Fingerprint || c.HolderName != p.HolderName {
			return wrong("export", "payouts.wrong.export_channel", "Name", p.Upstream.Name)
		}
	}
	return nil
}

// write makes the files and keeps them.
func (b *Batch) write(ctx context.Context, tx *gorm.DB, secret []byte, site string) error {
	host, err := collective.Find(ctx, tx)
	if err != nil {
		return err
	}
	order := pain.File{
		ID: b.MessageID, Created: store.Now(tx).In(host.Location()), On: b.ExecuteOn,
		Debtor: pain.Party{Name: cmp.Or(host.BankHolder, host.LegalName, host.Name), IBAN: host.IBAN, BIC: host.BIC},
	}
	rounds, err := owing(ctx, tx)
	if err != nil {
		return err
	}
	rows := [][]string{{"end_to_end_id", "type", "beneficiary", "address", "amount", "currency", "text", "project", "round", "formula_sha256"}}
	for _, p := range b.Planned() {
		address, err := p.Address(secret)
		if err != nil {
			return err
		}
		rows = append(rows, p.row(address, site, rounds[p.UpstreamID]))
		if p.Type == ByIBAN {
			order.Payments = append(order.Payments, pain.Payment{ID: p.EndToEndID, To: pain.Party{Name: p.HolderName, IBAN: address}, Cents: p.Cents, Text: p.Text(site)})
		}
	}
	var table bytes.Buffer
	if err := store.WriteCSV(&table, rows); err != nil {
		return err
	}
	if b.TableFileID, b.TableSHA256, err = b.file(ctx, tx, secret, "csv", table.Bytes()); err != nil || len(order.Payments) == 0 {
		return err
	}
	if host.IBAN == "" {
		return wrong("export", "payouts.wrong.export_no_account")
	}
	content, err := pain.Write(order)
	if errors.Is(err, pain.ErrRefused) {
		return wrong("export", "payouts.wrong.export_refused", "Why", err.Error())
	}
	if err != nil {
		return err
	}
	b.OrderFileID, b.OrderSHA256, err = b.file(ctx, tx, secret, "xml", content)
	return err
}

// row is the payment in the table, with the rounds that it pays and the hashes of their formulas (reciprocity.md 7.1).
func (p UpstreamPayment) row(address, site string, rounds []Round) []string {
	var refs, hashes []string
	for _, r := range rounds {
		refs, hashes = append(refs, r.Ref), append(hashes, r.FormulaSHA256)
	}
	return []string{
		p.EndToEndID, string(p.Type), store.Cell(p.HolderName), address, fmt.Sprintf("%d.%02d", p.Cents/100, p.Cents%100), string(Cents), p.Text(site), store.Cell(p.Upstream.Name),
		strings.Join(refs, " "), strings.Join(hashes, " "),
	}
}

func (b Batch) file(ctx context.Context, tx *gorm.DB, secret []byte, ending string, content []byte) (*uint, string, error) {
	sealed, err := store.Seal(secret, filePurpose, string(content))
	if err != nil {
		return nil, "", err
	}
	sum := sha256.Sum256(content)
	f, err := files.Store(ctx, tx, aBatch, b.ID, b.MessageID+"."+ending+".sealed", "application/octet-stream", sealed)
	return &f.ID, hex.EncodeToString(sum[:]), err
}

// File returns a stored file of an exported batch, byte for byte as the bank got it: the order, or the table.
func (b Batch) File(ctx context.Context, db *gorm.DB, secret []byte, by people.User, table bool) ([]byte, error) {
	id, sum := b.OrderFileID, b.OrderSHA256
	if table {
		id, sum = b.TableFileID, b.TableSHA256
	}
	if !KeepsPayouts(by) || id == nil {
		return nil, store.ErrNotFound
	}
	f, err := store.From[files.File](db).Where("id = ?", *id).Take(ctx)
	if err != nil {
		return nil, err
	}
	sealed, err := f.Content(ctx, db)
	if err != nil {
		return nil, err
	}
	text, err := store.Unseal(secret, filePurpose, sealed)
	if err != nil {
		return nil, err
	}
	if now := sha256.Sum256([]byte(text)); hex.EncodeToString(now[:]) != sum {
		return nil, store.ErrSealed
	}
	return []byte(text), b.note(ctx, db, by, "payment_file_taken", "")
}

// About is what the batch's table is checked by: how many payments it has, their sum and its fingerprint.
func (b Batch) About(by people.User) ([]byte, error) {
	if !KeepsPayouts(by) || b.TableFileID == nil {
		return nil, store.ErrNotFound
	}
	return AboutTable(b.MessageID+".csv", b.Rows, map[string]int64{"amount": b.SumCents}, b.TableSHA256)
}

// transit tells the books that the bank has the payments (reciprocity.md 10.4 row 12).
func (b *Batch) transit(ctx context.Context, tx *gorm.DB, by people.User) error {
	day, err := today(ctx, tx)
	if err != nil {
		return err
	}
	e := ledger.Entry{
		Journal: ledger.Miscellaneous, Kind: "payout_sent", Key: "payout:sent:" + b.Ref, EffectiveOn: day, Actor: by.ID, PieceRef: b.MessageID, SubjectType: aBatch, SubjectID: b.ID, Memo: "redistributed share sent",
	}
	for _, p := range b.Planned() {
		e.Transfers = append(e.Transfers, ledger.Transfer{Debit: ledger.Project("liability:upstream", p.UpstreamID), Credit: inTransit, Unit: string(Cents), Amount: p.Cents})
	}
	posted, err := ledger.Post(ctx, tx, e)
	if err != nil {
		return bookError(err, "export")
	}
	b.EntryID = &posted.ID
	_, err = store.From[UpstreamPayment](tx).Where("batch_id = ? and state = ?", b.ID, PaymentPlanned).Select("State").Updates(ctx, UpstreamPayment{State: PaymentSent})
	return err
}

// bookError says at a field what the books refused.
func bookError(err error, field string) error {
	switch {
	case errors.Is(err, ledger.ErrPeriodClosed):
		return wrong(field, "error.period_closed")
	case errors.Is(err, ledger.ErrOverdraft):
		return wrong(field, "payouts.wrong.overdraft")
	}
	return err
}

// Code is the square code with which a banking app makes the payment (EPC069-12).
func (p UpstreamPayment) Code(secret []byte, site string) (bank.Transfer, string, error) {
	address, err := p.Address(secret)
	if err != nil || p.Type != ByIBAN {
		return bank.Transfer{}, address, err
	}
	return bank.Transfer{Name: p.HolderName, IBAN: address, Cents: p.Cents, Text: p.Text(site)}, address, nil
}
