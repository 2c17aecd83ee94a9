package commons

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"chatiere/models/catalogue"
	"chatiere/models/commons/pain"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// BatchState is how far a batch is.
type BatchState string

// The states of a batch.
const (
	BatchDraft     BatchState = "draft"     // being put together; nobody was told
	BatchSubmitted BatchState = "submitted" // maintainers were told; two people approve
	BatchApproved  BatchState = "approved"
	BatchExported  BatchState = "exported" // the bank has it
	BatchSettled   BatchState = "settled"  // each payment is confirmed or came back
	BatchRejected  BatchState = "rejected"
)

// Batch is some payments to projects that are approved together and given to the bank as one file.
type Batch struct {
	ID           uint
	Ref          string
	MessageID    string
	State        BatchState
	ExecuteOn    string
	Rows         int
	SumCents     int64
	SHA256       string `gorm:"column:sha256"` // of the content, which the approvals are for
	Approver1ID  *uint  `gorm:"column:approver1_id"`
	Approver1    *people.User
	Approved1At  *time.Time `gorm:"column:approved1_at"`
	Approver2ID  *uint      `gorm:"column:approver2_id"`
	Approver2    *people.User
	Approved2At  *time.Time `gorm:"column:approved2_at"`
	CreatedByID  uint
	CreatedBy    people.User
	SubmittedAt  *time.Time
	ExportedAt   *time.Time
	ExportedByID *uint
	OrderFileID  *uint  // the file for the bank, sealed
	OrderSHA256  string `gorm:"column:order_sha256"`
	TableFileID  *uint  // the same payments as a table, sealed
	TableSHA256  string `gorm:"column:table_sha256"`
	EntryID      *uint
	Reason       string
	Version      int
	CreatedAt    time.Time

	Payments []UpstreamPayment `gorm:"-"`
}

// TableName names the table.
func (Batch) TableName() string { return "payment_batches" }

// PaymentState is what became of one payment.
type PaymentState string

// The states of a payment.
const (
	PaymentPlanned   PaymentState = "planned"
	PaymentRemoved   PaymentState = "removed" // the project is owed it still, or decided otherwise
	PaymentSent      PaymentState = "sent"
	PaymentConfirmed PaymentState = "confirmed"
	PaymentReturned  PaymentState = "returned"
)

// UpstreamPayment is what one project is paid in one batch, with its channel as it was then.
type UpstreamPayment struct {
	ID            uint
	Ref           string
	BatchID       uint
	UpstreamID    uint
	Upstream      catalogue.Upstream
	ChannelID     uint
	Type          ChannelType
	Provenance    Provenance
	HolderName    string
	ContactEmail  string
	ContactLocale string
	AddressSealed []byte
	AddressHint   string
	Fingerprint   string
	EndToEndID    string `gorm:"column:end_to_end_id"`
	Cents         int64
	State         PaymentState
	RemovedReason string
	Answer        Answer
	AnsweredAt    *time.Time
	DeferredUntil string
	PassedToID    *uint
	PassedToName  string
	PassedState   string
	Words         string // of the maintainer
	ConfirmedOn   string
	ConfirmedByID *uint
	BankReference string
	ReturnedOn    string
	ReturnReason  string
	ReceiptURL    string `gorm:"column:receipt_url"`
	ReceiptFileID *uint
	ReceiptSHA256 string `gorm:"column:receipt_sha256"`
	CreatedAt     time.Time
}

// Address opens the sealed address.
func (p UpstreamPayment) Address(secret []byte) (string, error) {
	return store.Unseal(secret, channelPurpose, p.AddressSealed)
}

// Over reports whether nothing is awaited of the payment any more.
func (p UpstreamPayment) Over() bool {
	return p.State != PaymentPlanned && p.State != PaymentSent
}

// Text is what the bank writes beside the payment: its number, and the address of the page that says where the money comes from (reciprocity.md 9.1),
// where both fit into what banks carry. Pages is the address of the projects' pages, without what banks refuse.
func (p UpstreamPayment) Text(pages string) string {
	text := "Redistribution " + p.EndToEndID
	if whole := text + " " + pages + p.Upstream.Slug; len(whole) <= pain.MaxText {
		return whole
	}
	return text
}

// Planned are the payments of the batch that were not taken out of it.
func (b Batch) Planned() []UpstreamPayment {
	var all []UpstreamPayment
	for _, p := range b.Payments {
		if p.State != PaymentRemoved {
			all = append(all, p)
		}
	}
	return all
}

// Open reports whether the bank does not have the batch yet and it can still change.
func (b Batch) Open() bool {
	return b.State == BatchDraft || b.State == BatchSubmitted || b.State == BatchApproved
}

// digest is the sum of all that an approval is for: the batch, its day, and who is paid what where.
func (b Batch) digest() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s\n%s\n%s\n", b.Ref, b.MessageID, b.ExecuteOn)
	for _, p := range b.Planned() {
		fmt.Fprintf(&text, "%s\t%d\t%s\t%s\t%s\t%d\n", p.EndToEndID, p.UpstreamID, p.Type, p.Fingerprint, p.HolderName, p.Cents)
	}
	sum := sha256.Sum256([]byte(text.String()))
	return hex.EncodeToString(sum[:])
}

// Batches returns a page of batches for the council, the newest first.
func Batches(ctx context.Context, db *gorm.DB, u people.User, after uint) (store.Page[Batch], error) {
	if !Council(u) {
		return store.Page[Batch]{}, store.ErrForbidden
	}
	q := store.From[Batch](db).Order("id desc").Limit(store.PageSize + 1)
	if after > 0 {
		q = q.Where("id < ?", after)
	}
	rows, err := q.Find(ctx)
	return store.Paged(rows, store.PageSize, func(b Batch) string { return store.Key(b.ID) }), err
}

// FindBatch returns the batch with that ref and its payments for the council, else store.ErrNotFound.
func FindBatch(ctx context.Context, db *gorm.DB, u people.User, ref string) (Batch, error) {
	if !Council(u) {
		return Batch{}, store.ErrNotFound
	}
	b, err := store.From[Batch](db).Where("payment_batches.ref = ?", ref).Joins(joined("CreatedBy"), nil).Joins(perhaps("Approver1"), nil).Joins(perhaps("Approver2"), nil).Take(ctx)
	if err != nil {
		return b, err
	}
	b.Payments, err = paymentsOf(ctx, db, b.ID)
	return b, err
}

// LoadBatch returns a batch with its payments by id, for jobs.
func LoadBatch(ctx context.Context, db *gorm.DB, id uint) (Batch, error) {
	b, err := store.From[Batch](db).Where("id = ?", id).Take(ctx)
	if err != nil {
		return b, err
	}
	b.Payments, err = paymentsOf(ctx, db, id)
	return b, err
}

func paymentsOf(ctx context.Context, db *gorm.DB, batchID uint) ([]UpstreamPayment, error) {
	return store.From[UpstreamPayment](db).Where("batch_id = ?", batchID).Joins(joined("Upstream"), nil).Order("upstream_payments.id").Find(ctx)
}

// FlagsOn returns the open flags of the channels in the batch by channel, and those on the batch itself under 0.
func (b Batch) FlagsOn(ctx context.Context, db *gorm.DB) (map[uint][]PayoutFlag, error) {
	var ids []uint
	for _, p := range b.Payments {
		ids = append(ids, p.ChannelID)
	}
	rows, err := store.From[PayoutFlag](db).Where("cleared_at is null and (subject_type = ? and subject_id in ? or subject_type = ? and subject_id = ?)", aChannel, append(ids, 0), aBatch, b.ID).
		Order("id").Limit(1000).Find(ctx)
	all := map[uint][]PayoutFlag{}
	for _, f := range rows {
		id := f.SubjectID
		if f.SubjectType == aBatch {
			id = 0
		}
		all[id] = append(all[id], f)
	}
	return all, err
}

func (b Batch) note(ctx context.Context, tx *gorm.DB, by people.User, verb, reason string) error {
	return journal.Note(ctx, tx, by.Actor(), journal.Act{
		Verb: verb, SubjectType: aBatch, SubjectRef: b.Ref, Reason: reason, Details: map[string]any{"cents": b.SumCents, "payments": b.Rows, "sha256": b.SHA256},
	})
}

// hold reads the batch again and keeps it for this transaction: who decides of one batch does so one after the other.
func (b *Batch) hold(ctx context.Context, tx *gorm.DB) error {
	var fresh Batch
	if err := locked(tx.WithContext(ctx)).Where("id = ?", b.ID).Take(&fresh).Error; err != nil {
		return err
	}
	payments, err := paymentsOf(ctx, tx, b.ID)
	fresh.Payments = payments
	*b = fresh
	return err
}

// keep writes columns of the batch.
func (b *Batch) keep(ctx context.Context, tx *gorm.DB, columns ...any) error {
	b.Version++
	_, err := store.From[Batch](tx).Where("id = ?", b.ID).Select("Version", columns...).Updates(ctx, *b)
	return err
}

// changed counts the payments anew and takes back what was approved: an approval is for one content and no other.
func (b *Batch) changed(ctx context.Context, tx *gorm.DB) error {
	b.Rows, b.SumCents = 0, 0
	for _, p := range b.Planned() {
		b.Rows, b.SumCents = b.Rows+1, b.SumCents+p.Cents
	}
	b.SHA256, b.Approver1ID, b.Approved1At, b.Approver2ID, b.Approved2At = b.digest(), nil, nil, nil, nil
	if b.State == BatchApproved {
		b.State = BatchSubmitted
	}
	return b.keep(ctx, tx, "State", "Rows", "SumCents", "ExecuteOn", "SHA256", "Approver1ID", "Approved1At", "Approver2ID", "Approved2At")
}
