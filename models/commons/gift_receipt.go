package commons

import (
	"context"
	"fmt"
	"time"

	"chatiere/models/collective"
	"chatiere/models/files"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// The forms of receipts, by their number.
const (
	PersonForm  = "11580" // of a natural person (2041-RD)
	CompanyForm = "16216" // of a company or another body that pays tax (2041-MEC-SD)
)

// GiftReceipt is the numbered receipt of one gift, of a natural person or of a company: what stands on it never changes. A void one keeps its number.
type GiftReceipt struct {
	ID             uint
	Ref            string
	Form           string
	DonationID     *uint // of a gift of money
	ContributionID *uint // of a gift in kind
	EligibilityID  uint
	UserID         uint  // who asked for it
	OrganisationID *uint // whose gift it was; nil: a person's
	Number         string
	IssuedOn       string
	Locale         string
	DonorName      string
	LegalForm      string
	SIREN          string `gorm:"column:siren"`
	Street         string
	Postcode       string
	City           string
	Country        string
	Body           ReceiptBody `gorm:"serializer:json"`
	Cents          int64
	Thing          string // what was given in kind: its nature and how much of it
	BeganOn        string // of what was given over some time
	ReceivedOn     string
	Method         string
	FileID         *uint
	FileSHA256     string `gorm:"column:file_sha256"`
	VoidedAt       *time.Time
	VoidReason     string
	VoidedByID     *uint
	CreatedAt      time.Time
}

// Company reports whether it is a company's.
func (r GiftReceipt) Company() bool { return r.Form == CompanyForm }

// InKind reports whether something else than money was given.
func (r GiftReceipt) InKind() bool { return r.ContributionID != nil }

// ReceiptBody is the collective as the receipt names it, frozen.
type ReceiptBody struct {
	Name     string `json:"name"`
	Street   string `json:"street"`
	Postcode string `json:"postcode"`
	City     string `json:"city"`
	Country  string `json:"country"`
	Registry string `json:"registry"`
	Object   string `json:"object"`
	Category string `json:"category"`
	Rescrit  string `json:"rescrit,omitempty"`
	Signer   string `json:"signer"`
	Role     string `json:"role"`
}

// Receiptable reports whether a receipt may be asked for: the gift came in, and the collective declared itself eligible for gifts of such a giver.
func (d Donation) Receiptable(e Eligibility) bool {
	return d.State == DonationReceived && e.Covers(articleFor(d.OrganisationID))
}

func articleFor(organisation *uint) string {
	if organisation == nil {
		return ForPersons
	}
	return ForCompanies
}

// Theirs reports whether a person may ask for its receipt: who gave it, or those who keep its organisation's money.
func (d Donation) Theirs(u people.User) bool { return keeps(u, d.UserID, d.OrganisationID) }

// keeps reports whether something is a person's own, or of an organisation whose money they keep.
func keeps(u people.User, owner uint, organisation *uint) bool {
	if organisation == nil {
		return u.SignedIn() && u.ID == owner
	}
	m, in := u.In(*organisation)
	return in && m.May(people.Treasurer) && m.Organisation.Usable()
}

// Certify issues the receipt of a gift to its giver: one for each gift, with the next number of its year.
func (d Donation) Certify(ctx context.Context, db *gorm.DB, by people.User, f *ReceiptForm) (GiftReceipt, error) {
	var r GiftReceipt
	if !d.Theirs(by) {
		return r, store.ErrForbidden
	}
	f.Company = d.OrganisationID != nil
	if err := f.check(); err != nil {
		return r, err
	}
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		var fresh Donation
		if err := locked(tx.WithContext(ctx)).Where("id = ?", d.ID).Take(&fresh).Error; err != nil {
			return err
		}
		space, err := LoadSpace(ctx, tx, fresh.SpaceID)
		if err != nil {
			return err
		}
		e, err := EligibilityNow(ctx, tx)
		if err != nil {
			return err
		}
		if space.Invoices() || !fresh.Receiptable(e) || fresh.ReceivedOn < "2000" { // what pays a bill is no gift (R-c1)
			return store.ErrConflict
		}
		r = GiftReceipt{DonationID: &d.ID, OrganisationID: fresh.OrganisationID, Cents: fresh.Cents, ReceivedOn: fresh.ReceivedOn, Method: fresh.Method}
		return r.issue(ctx, tx, by, e, f)
	})
	return r, err
}

// issue numbers a receipt and writes it, with the collective and the giver as they are now.
func (r *GiftReceipt) issue(ctx context.Context, tx *gorm.DB, by people.User, e Eligibility, f *ReceiptForm) error {
	on, err := today(ctx, tx)
	if err != nil {
		return err
	}
	if may, err := ruled(ctx, tx, e.Basis, on); err != nil {
		return err
	} else if !may { // it has come to charge VAT since it declared itself
		return wrong("basis", "error.rescrit_needed")
	}
	host, err := collective.Find(ctx, tx)
	if err != nil {
		return err
	}
	r.Ref, r.Form, r.EligibilityID, r.UserID, r.Locale, r.IssuedOn, r.CreatedAt = store.NewRef(), PersonForm, e.ID, by.ID, f.Lang, on, store.Now(tx)
	r.DonorName, r.Street, r.Postcode, r.City, r.Country, r.Body = f.Name, f.Street, f.Postcode, f.City, f.Country, bodyOf(host, e)
	if f.Company {
		r.Form, r.LegalForm, r.SIREN = CompanyForm, f.LegalForm, f.SIREN
	}
	if r.Number, err = receiptNumber(ctx, tx, on[:4]); err != nil {
		return err
	}
	if err := store.From[GiftReceipt](tx).Create(ctx, r); err != nil {
		return err
	}
	return r.note(ctx, tx, by, "gift_receipt_issued", "")
}

// receiptNumber takes the next number of a year's series; it is taken back with the transaction, so that none is missing (R-c4).
func receiptNumber(ctx context.Context, tx *gorm.DB, year string) (string, error) {
	var n int
	series := "R" + year + "-"
	err := tx.WithContext(ctx).Raw(`insert into gift_receipt_series (series, last) values (?, 1)
		on conflict (series) do update set last = gift_receipt_series.last + 1 returning last`, series).Scan(&n).Error
	return fmt.Sprintf("%s%05d", series, n), err
}

func bodyOf(host collective.Collective, e Eligibility) ReceiptBody {
	b := ReceiptBody{
		Name: host.LegalName, Street: host.Street, Postcode: host.Postcode, City: host.City, Country: host.Country, Registry: host.RegistryNumber,
		Object: e.Object, Category: e.Category, Rescrit: e.Rescrit, Signer: e.DeclaredName, Role: e.DeclaredRole,
	}
	if b.Name == "" {
		b.Name = host.Name
	}
	return b
}

// Void takes a receipt back, with a reason; its number and its row stay.
func (r GiftReceipt) Void(ctx context.Context, db *gorm.DB, by people.User, reason string) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	if reason = oneLine(reason); reason == "" {
		return wrong("reason", "error.required")
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error { return r.void(ctx, tx, by, reason) })
}

// void does so; by nobody when the gift itself went back.
func (r GiftReceipt) void(ctx context.Context, tx *gorm.DB, by people.User, reason string) error {
	v := GiftReceipt{VoidedAt: stamp(tx), VoidReason: reason}
	if by.ID != 0 {
		v.VoidedByID = &by.ID
	}
	done, err := store.From[GiftReceipt](tx).Where("id = ? and voided_at is null", r.ID).Select("voided_at", "void_reason", "voided_by_id").Updates(ctx, v)
	if err != nil {
		return err
	}
	if done == 0 {
		return store.ErrConflict
	}
	return r.note(ctx, tx, by, "gift_receipt_voided", reason)
}

func (r GiftReceipt) note(ctx context.Context, tx *gorm.DB, by people.User, verb, reason string) error {
	a := journal.Act{Verb: verb, SubjectType: "gift_receipt", SubjectRef: r.Ref, Reason: reason, Details: map[string]any{"number": r.Number, "cents": r.Cents, "form": r.Form}}
	if r.OrganisationID != nil {
		a.OrganisationID = *r.OrganisationID
	}
	return journal.Note(ctx, tx, by.Actor(), a)
}

// FindReceipt returns a receipt for whose gift it was and for those who keep the collective's money, else store.ErrNotFound.
func FindReceipt(ctx context.Context, db *gorm.DB, u people.User, ref string) (GiftReceipt, error) {
	r, err := store.From[GiftReceipt](db).Where("ref = ?", ref).Take(ctx)
	if err == nil && !keeps(u, r.UserID, r.OrganisationID) && !u.Is(people.Operator, people.Accountant) {
		return GiftReceipt{}, store.ErrNotFound
	}
	return r, err
}

// ReceiptsOfPledge are the receipts of what a promise brought, the newest first.
func ReceiptsOfPledge(ctx context.Context, db *gorm.DB, p Pledge) ([]GiftReceipt, error) {
	return store.From[GiftReceipt](db).Where("donation_id in (select id from donations where pledge_id = ?)", p.ID).Order("id desc").Limit(36).Find(ctx)
}

// File keeps the drawn receipt once and for all, with its sum. Told again, it changes nothing and returns the receipt as it is.
func (r GiftReceipt) File(ctx context.Context, db *gorm.DB, name string, pdf []byte) (GiftReceipt, error) {
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		var fresh GiftReceipt
		if err := locked(tx.WithContext(ctx)).Where("id = ?", r.ID).Take(&fresh).Error; err != nil {
			return err
		}
		if fresh.FileID == nil {
			kept, err := files.Store(ctx, tx, "gift_receipt", r.ID, name, "application/pdf", pdf)
			if err != nil {
				return err
			}
			fresh.FileID, fresh.FileSHA256 = &kept.ID, kept.SHA256
			if err := tx.WithContext(ctx).Model(&fresh).Select("file_id", "file_sha256").Updates(&fresh).Error; err != nil {
				return err
			}
		}
		r.FileID, r.FileSHA256 = fresh.FileID, fresh.FileSHA256
		return nil
	})
	return r, err
}

// Document returns the stored receipt as it was printed, else store.ErrNotFound.
func (r GiftReceipt) Document(ctx context.Context, db *gorm.DB) ([]byte, error) {
	if r.FileID == nil {
		return nil, store.ErrNotFound
	}
	f, err := store.From[files.File](db).Where("id = ?", *r.FileID).Take(ctx)
	if err != nil {
		return nil, err
	}
	return f.Content(ctx, db)
}
