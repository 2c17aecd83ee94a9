package commons

import (
	"context"
	"errors"
	"fmt"
	"time"

	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"golang.org/x/text/language"
	"gorm.io/gorm"
)

// GiftReceipt is the numbered receipt of one gift of a natural person (Cerfa 11580): what stands on it never changes. A void one keeps its number.
type GiftReceipt struct {
	ID            uint
	Ref           string
	DonationID    uint
	EligibilityID uint
	UserID        uint
	Number        string
	IssuedOn      string
	Locale        string
	DonorName     string
	Street        string
	Postcode      string
	City          string
	Country       string
	Body          ReceiptBody `gorm:"serializer:json"`
	Cents         int64
	ReceivedOn    string
	Method        string
	VoidedAt      *time.Time
	VoidReason    string
	VoidedByID    *uint
	CreatedAt     time.Time
}

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

// ReceiptForm is the full address of the donor, which the form demands.
type ReceiptForm struct {
	Name     string `form:"name"`
	Street   string `form:"street"`
	Postcode string `form:"postcode"`
	City     string `form:"city"`
	Country  string `form:"country"`
	Lang     string `form:"-"`
}

func (f *ReceiptForm) check() error {
	bad := store.Invalid{}
	f.Name, f.Street, f.Postcode, f.City = oneLine(f.Name), oneLine(f.Street), oneLine(f.Postcode), oneLine(f.City)
	for name, text := range map[string]string{"name": f.Name, "street": f.Street, "postcode": f.Postcode, "city": f.City} {
		if text == "" {
			bad.Add(name, "error.required")
		}
		if len([]rune(text)) > LongestTitle {
			bad.Add(name, "error.too_long", "Max", LongestTitle)
		}
	}
	if region, err := language.ParseRegion(f.Country); err != nil || !region.IsCountry() || len(f.Country) != 2 {
		bad.Add("country", "error.choose")
	}
	return bad.Err()
}

// Receiptable reports whether a receipt may be asked for: a natural person's gift that came in, to a collective that declared itself eligible.
func (d Donation) Receiptable(eligible bool) bool {
	return eligible && d.State == DonationReceived && d.OrganisationID == nil
}

// Certify issues the receipt of a gift to its donor: one for each gift, with the next number of its year.
func (d Donation) Certify(ctx context.Context, db *gorm.DB, by people.User, f *ReceiptForm) (GiftReceipt, error) {
	var r GiftReceipt
	if d.UserID != by.ID {
		return r, store.ErrForbidden
	}
	if err := f.check(); err != nil {
		return r, err
	}
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		var fresh Donation
		if err := locked(tx.WithContext(ctx)).Where("id = ?", d.ID).Take(&fresh).Error; err != nil {
			return err
		}
		e, err := EligibilityNow(ctx, tx)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if !fresh.Receiptable(err == nil) || fresh.ReceivedOn < "2000" {
			return store.ErrConflict
		}
		host, err := collective.Find(ctx, tx)
		if err != nil {
			return err
		}
		r = GiftReceipt{
			Ref: store.NewRef(), DonationID: d.ID, EligibilityID: e.ID, UserID: by.ID, Locale: f.Lang, DonorName: f.Name, Street: f.Street, Postcode: f.Postcode, City: f.City, Country: f.Country,
			Body: bodyOf(host, e), Cents: fresh.Cents, ReceivedOn: fresh.ReceivedOn, Method: fresh.Method, CreatedAt: store.Now(tx),
		}
		if r.IssuedOn, err = today(ctx, tx); err != nil {
			return err
		}
		if r.Number, err = receiptNumber(ctx, tx, r.IssuedOn[:4]); err != nil {
			return err
		}
		if err := store.From[GiftReceipt](tx).Create(ctx, &r); err != nil {
			return err
		}
		return r.note(ctx, tx, by, "gift_receipt_issued", "")
	})
	return r, err
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
	return journal.Note(ctx, tx, by.Actor(), journal.Act{Verb: verb, SubjectType: "gift_receipt", SubjectRef: r.Ref, Reason: reason, Details: map[string]any{"number": r.Number, "cents": r.Cents}})
}

// FindReceipt returns a receipt for its donor and for those who keep the collective's money, else store.ErrNotFound.
func FindReceipt(ctx context.Context, db *gorm.DB, u people.User, ref string) (GiftReceipt, error) {
	r, err := store.From[GiftReceipt](db).Where("ref = ?", ref).Take(ctx)
	if err == nil && r.UserID != u.ID && !u.Is(people.Operator, people.Accountant) {
		return GiftReceipt{}, store.ErrNotFound
	}
	return r, err
}

// ReceiptsOfPledge are the receipts of what a promise brought, the newest first.
func ReceiptsOfPledge(ctx context.Context, db *gorm.DB, p Pledge) ([]GiftReceipt, error) {
	return store.From[GiftReceipt](db).Where("donation_id in (select id from donations where pledge_id = ?)", p.ID).Order("id desc").Limit(36).Find(ctx)
}

// ReceiptFilter narrows the desk's list.
type ReceiptFilter struct {
	Year  string `query:"year"`
	Query string `query:"q"`
	After string `query:"after"`
	All   bool
}

// ReceiptYear is what must be declared of a year (CGI 222 bis): how many receipts, for how much.
type ReceiptYear struct {
	Year  string
	Count int
	Cents int64
	Void  int
}

// Receipts returns a page of the receipts, newest first, and the sums of each year, for those who keep the collective's money.
func Receipts(ctx context.Context, db *gorm.DB, u people.User, f ReceiptFilter) (store.Page[GiftReceipt], []ReceiptYear, error) {
	if !u.Is(people.Operator, people.Accountant) {
		return store.Page[GiftReceipt]{}, nil, store.ErrNotFound
	}
	most := store.PageSize
	if f.All {
		most = store.MostRows
	}
	q := store.From[GiftReceipt](db).Order("id desc").Limit(most + 1)
	if after := store.FromKey(f.After); after > 0 && !f.All {
		q = q.Where("id < ?", after)
	}
	if len(f.Year) == 4 {
		q = q.Where("issued_on between ? and ?", f.Year+"-01-01", f.Year+"-12-31")
	}
	if f.Query != "" {
		like := store.Like(f.Query)
		q = q.Where(`(lower(donor_name) like ? escape '\' or lower(number) like ? escape '\')`, like, like)
	}
	rows, err := q.Find(ctx)
	if err != nil {
		return store.Page[GiftReceipt]{}, nil, err
	}
	var years []ReceiptYear
	err = db.WithContext(ctx).Raw(`select substr(number, 2, 4) as year, cast(sum(case when voided_at is null then 1 else 0 end) as bigint) as count,
		cast(sum(case when voided_at is null then cents else 0 end) as bigint) as cents, cast(sum(case when voided_at is null then 0 else 1 end) as bigint) as void
		from gift_receipts group by substr(number, 2, 4) order by 1 desc`).Scan(&years).Error
	return store.Paged(rows, most, func(r GiftReceipt) string { return store.Key(r.ID) }), years, err
}
