package billing

import (
	"context"
	"errors"
	"strconv"
	"time"

	"chatiere/models/billing/purse"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Budget is what a head wants to spend for its members in a year, tax included: of the periods that begin in it.
type Budget struct {
	ID        uint
	Ref       string
	HeadID    uint
	Year      int
	Cents     int64
	Reached   int // the last threshold of which the head was told: 80 or 100 per cent
	CreatedAt time.Time
	UpdatedAt time.Time
}

// BudgetReached: tell those who keep a head's money, and its owners, that its budget is used to a threshold.
type BudgetReached struct {
	BudgetID uint `json:"budget_id"`
	Percent  int  `json:"percent"`
}

// Kind names the promise.
func (BudgetReached) Kind() string { return "budget_reached" }

// LoadBudget returns a budget, for jobs.
func LoadBudget(ctx context.Context, db *gorm.DB, id uint) (Budget, error) {
	return store.From[Budget](db).Where("id = ?", id).Take(ctx)
}

func thisYear(ctx context.Context, db *gorm.DB) (int, error) {
	host, err := collective.Find(ctx, db)
	return store.Today(db, host.Location()).Year(), err
}

// UseOf says how far a head's money for a year is used: what was invoiced for periods that begin in it, and what will be for what was agreed.
func UseOf(ctx context.Context, db *gorm.DB, head people.Organisation, year int) (purse.Use, error) {
	pricing, err := FindPricing(ctx, db)
	if err != nil {
		return purse.Use{}, err
	}
	uses, err := UsesOf(ctx, db, pricing, head, year)
	return uses[0], err
}

// UsesOf says it of a year and of the one after.
func UsesOf(ctx context.Context, db *gorm.DB, pricing Pricing, head people.Organisation, year int) (uses [2]purse.Use, err error) {
	budgets, err := store.From[Budget](db).Where("head_id = ? and year in ?", head.ID, []int{year, year + 1}).Find(ctx)
	if err != nil {
		return uses, err
	}
	for _, b := range budgets {
		uses[b.Year-year].Budget = b.Cents
	}
	today := store.Today(db, pricing.Host.Location())
	if err := summed(ctx, db, pricing, head, year, today, &uses); err != nil {
		return uses, err
	}
	var all []commitment
	err = db.WithContext(ctx).Raw(`select h.basis_points, h.yearly_cents, s.period, s.quantity, s.unit_cents, s.state, s.anchor_on, s.cancel_on, (`+lastDay+`) as last
		from shares h join subscriptions s on s.id = h.subscription_id
		where h.payer_id = ? and h.affiliation_id is not null and h.state = 'accepted' and s.state in ('requested','accepted','running')`, head.ID).Scan(&all).Error
	for _, c := range all {
		each := pricing.Of(head, c.each()).Total
		for n := range uses {
			uses[n].Committed += each * int64(c.coming(today, year+n))
		}
	}
	return uses, err
}

// summed adds what was invoiced, what waits for its invoice, and what was opened and nobody answered yet.
func summed(ctx context.Context, db *gorm.DB, pricing Pricing, head people.Organisation, year int, today time.Time, uses *[2]purse.Use) error {
	var sums []struct {
		What  string
		Year  string
		Cents int64
	}
	on := today.Format(time.DateOnly)
	err := db.WithContext(ctx).Raw(`select 'spent' as what, substr(coalesce(nullif(i.service_from, ''), i.issued_on), 1, 4) as year, cast(sum(i.total_cents - d.credited_cents) as bigint) as cents
		from invoices i join invoice_dues d on d.invoice_id = i.id
		where i.organisation_id = ? and i.kind = 'invoice' and i.state = 'final' and (i.id in (select k.invoice_id from pool_parts k where k.head_id = i.organisation_id and k.invoice_id is not null)
			or i.subscription_id in (select h.subscription_id from shares h where h.payer_id = i.organisation_id and h.affiliation_id is not null)) group by 2
		union all select 'waiting', substr(coalesce(nullif(k.from_on, ''), '`+on+`'), 1, 4), cast(sum(k.cents) as bigint) from pool_parts k where k.head_id = ? and k.invoice_id is null group by 2
		union all select 'opened', '`+on[:4]+`', cast(coalesce(sum(o.year_cents * a.carried_bp / 10000), 0) as bigint) from openings o join affiliations a on a.id = o.affiliation_id
			where o.head_id = ? and o.state = 'invited'`, head.ID, head.ID, head.ID).Scan(&sums).Error
	for _, s := range sums {
		n := map[string]int{strconv.Itoa(year): 0, strconv.Itoa(year + 1): 1}
		at, in := n[s.Year]
		switch {
		case !in:
		case s.What == "spent":
			uses[at].Spent += s.Cents
		case s.What == "waiting":
			uses[at].Committed += pricing.Of(head, s.Cents).Total
		default:
			uses[at].Committed += s.Cents
		}
	}
	return err
}

// commitment is a part that a head pays, with what one must know to see which periods come.
type commitment struct {
	BasisPoints int
	YearlyCents int64
	Subscription
	Last *string
}

// each is what the head pays of one period, before tax: never more than it agreed to for a year.
func (c commitment) each() int64 {
	each, _ := c.part(c.BasisPoints)
	if limit := (Payer{Share: &Share{YearlyCents: c.YearlyCents}}).limit(c.Period); each > limit+1 {
		return limit
	}
	return each
}

// coming is how many periods begin in a year that are not invoiced yet; the first one of what is not there yet begins today, as far as one knows.
func (c commitment) coming(today time.Time, year int) int {
	from, anchor := today, day(c.AnchorOn)
	if c.Last != nil {
		if *c.Last == "" && !anchor.IsZero() {
			first, _ := c.Current(anchor)
			from = first.To
		} else if *c.Last != "" {
			from = day(dayOnly(*c.Last))
		}
	}
	if anchor.IsZero() {
		anchor = from
		if c.Last != nil { // its first period is invoiced, before anything is there
			return max(0, purse.Coming(anchor, c.Period, from, year, day(c.CancelOn))-1)
		}
	}
	return purse.Coming(anchor, c.Period, from, year, day(c.CancelOn))
}

// watchBudget promises a letter when a head's budget of this year has come to a threshold since the last time; a larger budget counts anew.
func watchBudget(ctx context.Context, tx *gorm.DB, head people.Organisation) error {
	year, err := thisYear(ctx, tx)
	if err != nil {
		return err
	}
	b, err := store.From[Budget](tx, forUpdate).Where("head_id = ? and year = ?", head.ID, year).Take(ctx)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	use, err := UseOf(ctx, tx, head, year)
	if err != nil || use.Reached() == b.Reached {
		return err
	}
	told := use.Reached() > b.Reached
	b.Reached = use.Reached()
	if err := tx.WithContext(ctx).Model(&b).Select("reached").Updates(&b).Error; err != nil || !told {
		return err
	}
	return store.Enqueue(tx, BudgetReached{b.ID, b.Reached})
}

// WatchBudgets looks at the budgets of this year, each in its own transaction. It returns how many it looked at.
func WatchBudgets(ctx context.Context, db *gorm.DB) (int, error) {
	year, err := thisYear(ctx, db)
	if err != nil {
		return 0, err
	}
	all, err := store.From[Budget](db).Where("year = ?", year).Order("id").Find(ctx)
	if err != nil {
		return 0, err
	}
	var faults []error
	for _, b := range all {
		head, err := people.LoadOrganisation(ctx, db, b.HeadID)
		if err == nil {
			err = store.InTx(ctx, db, func(tx *gorm.DB) error { return watchBudget(ctx, tx, head) })
		}
		faults = append(faults, err)
	}
	return len(all), errors.Join(faults...)
}
