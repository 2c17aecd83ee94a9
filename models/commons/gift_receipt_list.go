package commons

import (
	"context"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// ReceiptFilter narrows the desk's list.
type ReceiptFilter struct {
	Year  string `query:"year"`
	Query string `query:"q"`
	After string `query:"after"`
	All   bool
}

// ReceiptYear is what must be declared of a year (CGI 222 bis): how many receipts, of persons and of companies together, for how much.
type ReceiptYear struct {
	Year         string
	Count        int
	Cents        int64
	Companies    int // of them, those of companies
	CompanyCents int64
	Void         int
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
	if after := store.FromKey(f.After); after > 0 {
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
		cast(sum(case when voided_at is null then cents else 0 end) as bigint) as cents,
		cast(sum(case when voided_at is null and form = '16216' then 1 else 0 end) as bigint) as companies,
		cast(sum(case when voided_at is null and form = '16216' then cents else 0 end) as bigint) as company_cents, cast(sum(case when voided_at is null then 0 else 1 end) as bigint) as void
		from gift_receipts group by substr(number, 2, 4) order by 1 desc`).Scan(&years).Error
	return store.Paged(rows, most, func(r GiftReceipt) string { return store.Key(r.ID) }), years, err
}
