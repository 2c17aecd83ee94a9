package billing

import (
	"context"
	"strconv"
	"strings"

	"chatiere/models/billing/money"
	"chatiere/models/billing/period"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Payer is who pays a part of a subscription for a period: the organisation itself, another one that accepted a share, or nobody yet.
type Payer struct {
	OrganisationID uint   // 0 while nobody does
	Share          *Share // nil for what the organisation itself pays
	BP             int    // basis points of the whole
	Cents          int64  // before tax, once an amount was divided
}

// Open reports whether nobody pays the part.
func (p Payer) Open() bool { return p.OrganisationID == 0 }

// Payers says who pays which part of the period that begins on a day (empty: of the first one, before anything was delivered). Together they
// are everything: first the organisation itself, if it pays something, then the others in the order in which they were asked, last what
// is open.
func (s Subscription) Payers(ctx context.Context, db *gorm.DB, from string) ([]Payer, error) {
	shares, err := store.From[Share](db).Where("subscription_id = ? and (state in ('proposed','accepted') or until_on <> '' or stays_open)", s.ID).Order("id").Find(ctx)
	return s.partsOf(shares, from), err
}

func (s Subscription) partsOf(shares []Share, from string) []Payer {
	own, open := wholeBP, 0
	var others []Payer
	for n, share := range shares {
		switch {
		case share.Pays(from):
			others = append(others, Payer{OrganisationID: *share.PayerID, Share: &shares[n], BP: share.BasisPoints})
			own -= share.BasisPoints
		case share.StaysOpen && share.ClosedAt == nil:
			open += share.BasisPoints
			own -= share.BasisPoints
		}
	}
	var parts []Payer
	if own > 0 {
		parts = append(parts, Payer{OrganisationID: s.OrganisationID, BP: own})
	}
	parts = append(parts, others...)
	if open > 0 {
		parts = append(parts, Payer{BP: open})
	}
	return parts
}

// divide says how many cents each pays of an amount before tax for one period, by the largest remainder: together exactly the amount. Nobody
// pays more than they agreed to for a year; what is above falls on the organisation that decided on the dearer plan.
func divide(parts []Payer, cents int64, every period.Interval, organisationID uint) []Payer {
	weights := make([]int64, len(parts))
	for n, p := range parts {
		weights[n] = int64(p.BP)
	}
	divided, own, above := make([]Payer, len(parts)), -1, int64(0)
	for n, amount := range money.Split(cents, weights) {
		divided[n] = parts[n]
		divided[n].Cents = amount
		if parts[n].Share == nil && parts[n].OrganisationID == organisationID {
			own = n
		}
		if limit := parts[n].limit(every); limit >= 0 && amount > limit+1 { // a cent of rounding is not a dearer plan
			divided[n].Cents = limit
			above += amount - limit
		}
	}
	if above == 0 {
		return divided
	}
	if own < 0 {
		divided, own = append([]Payer{{OrganisationID: organisationID}}, divided...), 0
	}
	divided[own].Cents += above
	for n := range divided {
		divided[n].BP = int(money.Share(divided[n].Cents, wholeBP, cents))
	}
	return divided
}

// limit is the most a part may be in a period, before tax; less than nought where nothing limits it.
func (p Payer) limit(every period.Interval) int64 {
	if p.Share == nil || p.Share.State == ShareProposed {
		return -1
	}
	if every == period.Month {
		return p.Share.YearlyCents / 12
	}
	return p.Share.YearlyCents
}

// alone reports whether the organisation pays everything itself.
func alone(parts []Payer, organisationID uint) bool {
	return len(parts) == 1 && parts[0].OrganisationID == organisationID && parts[0].Share == nil
}

// ownCents is what the organisation itself pays of a plan for the period that begins on a day, before tax.
func (s Subscription) ownCents(ctx context.Context, db *gorm.DB, from string) (int64, bool, error) {
	parts, err := s.Payers(ctx, db, from)
	if err != nil || alone(parts, s.OrganisationID) {
		return s.Plan().Cents(), true, err
	}
	for _, p := range divide(parts, s.Plan().Cents(), s.Period, s.OrganisationID) {
		if p.OrganisationID == s.OrganisationID {
			return p.Cents, false, nil
		}
	}
	return 0, false, nil
}

// percentTyped writes basis points as one types them into a field; nothing for none.
func percentTyped(bp int) string {
	if bp == 0 {
		return ""
	}
	return strings.TrimSuffix(percent(bp, "fr"), "\u00a0%")
}

// percent writes basis points as documents in a language do: 33,33 % or 33.33 %.
func percent(bp int, lang string) string {
	text := strconv.Itoa(bp / 100)
	if rest := bp % 100; rest > 0 {
		comma := ","
		if strings.HasPrefix(lang, "en") {
			comma = "."
		}
		text += comma + strings.TrimSuffix(strconv.Itoa(100 + rest)[1:], "0")
	}
	return text + "\u00a0%"
}
