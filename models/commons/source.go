package commons

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"chatiere/models/ledger"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Source is what the subscriptions to one offer brought in all, kept beside the accruals.
type Source struct {
	OfferID       uint `gorm:"primaryKey;autoIncrement:false"`
	ReceivedCents int64
	SetAsideCents int64
	Payers        int64 // organisations that ever paid for it

	organisationID uint
}

// TableName names the table.
func (Source) TableName() string { return "redistribution_sources" }

// source is what one sum adds.
func (r Received) source(a Accrual) Source {
	return Source{OfferID: r.OfferID, ReceivedCents: a.NetCents, SetAsideCents: a.PartCents, organisationID: r.OrganisationID}
}

// write adds to what is kept of the offer.
func (s Source) write(ctx context.Context, tx *gorm.DB) error {
	tx = tx.WithContext(ctx)
	if s.organisationID != 0 {
		first := tx.Exec("insert into redistribution_payers (organisation_id, offer_id) values (?, ?) on conflict do nothing", s.organisationID, s.OfferID)
		if first.Error != nil {
			return first.Error
		}
		s.Payers = first.RowsAffected
	}
	return tx.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "offer_id"}}, DoUpdates: clause.Assignments(map[string]any{
		"received_cents":  gorm.Expr("redistribution_sources.received_cents + excluded.received_cents"),
		"set_aside_cents": gorm.Expr("redistribution_sources.set_aside_cents + excluded.set_aside_cents"),
		"payers":          gorm.Expr("redistribution_sources.payers + excluded.payers"),
	})}).Create(&s).Error
}

// Share is what one project was given out of the pot, and what of it is on its way or there.
type Share struct {
	UpstreamID uint
	Slug       string
	Name       string
	SiteURL    string `gorm:"column:site_url"`
	Given      int64  // by decisions, less what went back to the pot
	Passed     int64  // from other projects that passed theirs on; below nought: to others
	Owed       int64  // of both, what waits to be sent
	InTransit  int64  // of both, what the bank has and did not confirm yet
}

// Sent is what the project was paid and did not come back.
func (s Share) Sent() int64 { return s.Given + s.Passed - s.Owed - s.InTransit }

// SharesOfPot are what each project was given, the greatest first, in one statement that reads the entries of projects only: the plus keeps
// SQLite from looking through all entries of the pot instead, which it cannot tell from those of a project by statistics.
func SharesOfPot(ctx context.Context, db *gorm.DB) ([]Share, error) {
	var all []Share
	err := db.WithContext(ctx).Raw(sharesOfPot, map[string]any{"pot": unallocated, "projects": projectAccounts, "unit": string(Cents)}).Scan(&all).Error
	return greatest(all), err
}

const sharesOfPot = `select u.id as upstream_id, u.slug, u.name, u.site_url, c.balance as owed,
		cast(coalesce((select sum(amount) from ledger_transfers where credit_id = a.id and +debit_id = pot.id), 0)
			- coalesce((select sum(amount) from ledger_transfers where debit_id = a.id and +credit_id = pot.id), 0) as bigint) as given,
		cast(coalesce((select sum(t.amount) from ledger_transfers t join ledger_accounts o on o.id = t.debit_id where t.credit_id = a.id and o.path like @projects), 0)
			- coalesce((select sum(t.amount) from ledger_transfers t join ledger_accounts o on o.id = t.credit_id where t.debit_id = a.id and o.path like @projects), 0) as bigint) as passed,
		cast(coalesce((select sum(p.cents) from upstream_payments p where p.upstream_id = u.id and p.state = 'sent'), 0) as bigint) as in_transit
		from ledger_accounts a join upstreams u on u.id = a.owner_id join ledger_cached_balances c on c.account_id = a.id
		join ledger_accounts pot on pot.path = @pot and pot.unit = a.unit where a.owner_type = 'project' and a.unit = @unit`

// projectAccounts is what the accounts of projects are called like.
const projectAccounts = "liability:upstream:project/%"

func greatest(all []Share) []Share {
	slices.SortStableFunc(all, func(a, b Share) int {
		return cmp.Or(cmp.Compare(b.Given, a.Given), strings.Compare(a.Name, b.Name), cmp.Compare(a.UpstreamID, b.UpstreamID))
	})
	return all
}

// PotMove is one entry in the books of a project: what it was given, sent, or what came back.
type PotMove struct {
	ID      uint
	EntryID uint
	On      string
	Kind    string // as the books call it
	Given   int64  // below nought when it went back to the pot
	Passed  int64  // from another project; below nought: to another one
	Sent    int64  // below nought when the bank returned it
	Round   *Round `gorm:"-"` // that gave it, if one did
}

// withRounds cuts each day to its date, and names the rounds that gave something.
func withRounds(ctx context.Context, db *gorm.DB, rows []PotMove) error {
	var entries []uint
	for i := range rows {
		rows[i].On = rows[i].On[:min(len(rows[i].On), ledger.ByDay)]
		entries = append(entries, rows[i].EntryID)
	}
	if len(entries) == 0 {
		return nil
	}
	rounds, err := store.From[Round](db).Where("entry_id in ?", entries).Find(ctx)
	for _, r := range rounds {
		for i := range rows {
			if rows[i].EntryID == *r.EntryID {
				rows[i].Round = &r
			}
		}
	}
	return err
}

// MovesOf returns a page of what happened to a project's part, newest first. Each side of the account is asked for itself: along its index, however
// long the books are.
func MovesOf(ctx context.Context, db *gorm.DB, upstreamID uint, after string) (store.Page[PotMove], error) {
	var rows []PotMove
	account := ledger.Project("liability:upstream", upstreamID)
	q := db.WithContext(ctx).Table(`(select m.*, a.id as own_id from ledger_accounts a join ledger_transfers m on m.debit_id = a.id where a.path = ? and a.unit = ?
		union all select m.*, a.id from ledger_accounts a join ledger_transfers m on m.credit_id = a.id where a.path = ? and a.unit = ?) t`,
		account, string(Cents), account, string(Cents)).Joins("join ledger_entries e on e.id = t.entry_id").
		Joins("join ledger_accounts o on o.id = case when t.debit_id = t.own_id then t.credit_id else t.debit_id end").
		Select(`t.id, t.entry_id, e.effective_on as "on", e.kind,
			case when o.path = ? then case when t.credit_id = t.own_id then t.amount else -t.amount end else 0 end as given,
			case when o.path like ? then case when t.credit_id = t.own_id then t.amount else -t.amount end else 0 end as passed,
			case when o.path <> ? and o.path not like ? then case when t.debit_id = t.own_id then t.amount else -t.amount end else 0 end as sent`,
			unallocated, projectAccounts, unallocated, projectAccounts)
	if id := store.FromKey(after); id > 0 {
		q = q.Where("t.id < ?", id)
	}
	err := q.Order("t.id desc").Limit(store.PageSize + 1).Scan(&rows).Error
	if err == nil {
		err = withRounds(ctx, db, rows)
	}
	return store.Paged(rows, store.PageSize, func(m PotMove) string { return store.Key(m.ID) }), err
}
