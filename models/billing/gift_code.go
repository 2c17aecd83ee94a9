package billing

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"chatiere/models/billing/money"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// GiftKind is how a gift code lowers a price (CPN1).
type GiftKind string

// The kinds of gift codes. There are no set-up fees here, so none gives them away.
const (
	GiftPercentage GiftKind = "percentage"
	GiftFixed      GiftKind = "fixed" // an amount of each document, before tax
)

// GiftCode is a word that lowers what a subscription costs, for one period, for some, or for as long as it goes on. Codes never add up:
// a subscription has one at most (CPN2). A code is not edited: it is stopped, and another one is made.
type GiftCode struct {
	ID        uint
	Ref       string
	Code      string // in capitals, without blanks
	Kind      GiftKind
	Percent   int64
	Cents     int64 // of each document, before tax
	Currency  string
	Cycles    int    // how many periods it lowers; 0: all of them
	StartsOn  string // first day on which it is taken; empty: at once
	EndsOn    string // the last one; empty: none
	UsesMost  int    // how many subscriptions may have it; 0: any number
	EachMost  int    // how many of one organisation; 0: any number
	Newcomers bool   // only for organisations that never had a contract
	OfferIDs  []uint `gorm:"serializer:json"` // the offers it is for; none: all of them
	Reason    string
	MadeByID  uint
	StoppedAt *time.Time
	CreatedAt time.Time

	Taken int64 `gorm:"-"` // how many subscriptions have it, those that are about to among them
}

// GiftCodeForm is what an operator says to make one.
type GiftCodeForm struct {
	Code      string   `form:"code"`
	Kind      GiftKind `form:"kind"`
	Percent   string   `form:"percent"`
	Amount    string   `form:"amount"` // before tax, as typed; the page reads it into Cents
	Lasts     string   `form:"lasts"`  // once, cycles or forever
	Cycles    string   `form:"cycles"`
	StartsOn  string   `form:"starts_on"`
	EndsOn    string   `form:"ends_on"`
	UsesMost  string   `form:"uses_most"`
	EachMost  string   `form:"each_most"`
	Newcomers bool     `form:"newcomers"`
	Offers    []string `form:"offers"` // slugs
	Reason    string   `form:"reason"`

	Cents int64 `form:"-"`
}

// CleanGiftCode is a code as it is kept, however it was typed.
func CleanGiftCode(typed string) string {
	return strings.ToUpper(strings.Join(strings.Fields(strings.ToValidUTF8(typed, "")), ""))
}

// The longest code, the most periods and the most uses.
const (
	longestGift = 40
	mostCycles  = 120
	mostUses    = 1_000_000
)

// read turns the form into a code, or says what is wrong with it.
func (f *GiftCodeForm) read() (GiftCode, error) {
	wrong := store.Invalid{}
	c := GiftCode{Code: CleanGiftCode(f.Code), Kind: f.Kind, Currency: "EUR", StartsOn: f.StartsOn, EndsOn: f.EndsOn, Newcomers: f.Newcomers, Reason: oneLine(f.Reason)}
	switch {
	case c.Code == "":
		wrong.Add("code", "error.required")
	case len(c.Code) > longestGift || strings.Trim(c.Code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") != "":
		wrong.Add("code", "error.gift_letters", "Max", longestGift)
	}
	needed(wrong, "reason", c.Reason)
	f.worth(&c, wrong)
	f.lasts(&c, wrong)
	for field, on := range map[string]string{"starts_on": f.StartsOn, "ends_on": f.EndsOn} {
		if on != "" && day(on).IsZero() {
			wrong.Add(field, "error.date")
		}
	}
	if f.StartsOn != "" && f.EndsOn != "" && f.EndsOn < f.StartsOn {
		wrong.Add("ends_on", "error.gift_ends_first")
	}
	c.UsesMost, c.EachMost = wholeNumber(wrong, "uses_most", f.UsesMost, 0, mostUses), wholeNumber(wrong, "each_most", f.EachMost, 0, mostUses)
	return c, wrong.Err()
}

func (f *GiftCodeForm) worth(c *GiftCode, wrong store.Invalid) {
	switch f.Kind {
	case GiftPercentage:
		c.Percent = int64(wholeNumber(wrong, "percent", f.Percent, 1, 100))
	case GiftFixed:
		if c.Cents = f.Cents; c.Cents < 1 || c.Cents > money.Limit {
			wrong.Add("amount", "error.money")
		}
	default:
		wrong.Add("kind", "error.choose")
	}
}

func (f *GiftCodeForm) lasts(c *GiftCode, wrong store.Invalid) {
	switch f.Lasts {
	case "once":
		c.Cycles = 1
	case "cycles":
		c.Cycles = wholeNumber(wrong, "cycles", f.Cycles, 1, mostCycles)
	case "forever":
	default:
		wrong.Add("lasts", "error.choose")
	}
}

// wholeNumber reads a whole number between two; an empty field is the least.
func wholeNumber(wrong store.Invalid, field, typed string, least, most int) int {
	if typed = strings.TrimSpace(typed); typed == "" && least == 0 {
		return 0
	}
	n, err := strconv.Atoi(typed)
	if err != nil || n < least || n > most {
		wrong.Add(field, "error.between", "Min", least, "Max", most)
	}
	return n
}

// MakeGiftCode makes a code. The same word is never made twice: what it gave stays readable.
func MakeGiftCode(ctx context.Context, db *gorm.DB, by people.User, f GiftCodeForm) (GiftCode, error) {
	if !by.Is(people.Operator) {
		return GiftCode{}, store.ErrForbidden
	}
	c, err := f.read()
	if err != nil {
		return c, err
	}
	c.Ref, c.MadeByID, c.CreatedAt = store.NewRef(), by.ID, store.Now(db)
	err = store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := c.create(ctx, tx, f.Offers); err != nil {
			return err
		}
		return c.note(ctx, tx, by, "gift_code_made", c.Reason)
	})
	return c, err
}

func (c *GiftCode) create(ctx context.Context, tx *gorm.DB, slugs []string) error {
	c.OfferIDs = []uint{}
	if len(slugs) > 0 {
		if err := tx.WithContext(ctx).Table("offers").Where("slug in ?", slugs).Order("id").Pluck("id", &c.OfferIDs).Error; err != nil {
			return err
		}
	}
	if len(c.OfferIDs) != len(slugs) {
		return store.Invalid{"offers": {Key: "error.choose"}}
	}
	err := store.InTx(ctx, tx, func(tx *gorm.DB) error { return store.From[GiftCode](tx).Create(ctx, c) })
	if errors.Is(err, store.ErrConflict) {
		return store.Invalid{"code": {Key: "error.gift_twice"}}
	}
	return err
}

// Stop lets nobody take a code any more. Those who have it keep it until its periods are over. Told twice, it changes nothing.
func (c *GiftCode) Stop(ctx context.Context, db *gorm.DB, by people.User) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		now := store.Now(tx)
		n, err := store.From[GiftCode](tx).Where("id = ? and stopped_at is null", c.ID).Update(ctx, "stopped_at", now)
		if err != nil || n == 0 {
			return err
		}
		c.StoppedAt = &now
		return c.note(ctx, tx, by, "gift_code_stopped", "")
	})
}

func (c GiftCode) note(ctx context.Context, tx *gorm.DB, by people.User, verb, reason string) error {
	return journal.Note(ctx, tx, by.Actor(), journal.Act{Verb: verb, SubjectType: "gift_code", SubjectRef: c.Ref, Reason: reason, Details: map[string]any{"code": c.Code}})
}

// For reports whether a code is for an offer.
func (c GiftCode) For(offerID uint) bool {
	return len(c.OfferIDs) == 0 || slices.Contains(c.OfferIDs, offerID)
}

// Off is how much a code takes off an amount before tax: never more than all of it (CPN2).
func (c GiftCode) Off(cents int64) int64 {
	if c.Kind == GiftPercentage {
		return money.Percent(cents, c.Percent*100)
	}
	return min(c.Cents, cents)
}

// Label is what documents call it, the same in every language.
func (c GiftCode) Label() string {
	if c.Kind == GiftPercentage {
		return c.Code + " −" + strconv.FormatInt(c.Percent, 10) + " %"
	}
	return c.Code
}
