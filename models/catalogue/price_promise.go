package catalogue

import (
	"context"
	"strings"
	"time"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// PricePromise says that whoever subscribed at a list of prices keeps them: for as long as they stay, or until a day. A promise is never
// taken back, only made longer.
type PricePromise struct {
	ID        uint
	OfferID   uint
	List      int
	UntilOn   string // the last day of the promise; empty: for as long as they stay
	ByID      uint
	CreatedAt time.Time
}

// PromiseForm is a promise as typed.
type PromiseForm struct {
	List    int    `form:"list"`
	Lasts   string `form:"lasts"` // stays or until
	UntilOn string `form:"until_on"`
	Reason  string `form:"reason"`
}

// Check says what is wrong on a day; before is the promise made already for that list.
func (f *PromiseForm) Check(o Offer, before PricePromise, today string) error {
	wrong := store.Invalid{}
	if f.Reason = strings.Join(strings.Fields(f.Reason), " "); len([]rune(f.Reason)) > 300 {
		wrong.Add("reason", "error.too_long", "Max", 300)
	}
	if f.List < 1 || f.List > o.PriceList {
		wrong.Add("list", "error.choose")
	}
	if before.ID != 0 && before.UntilOn == "" {
		wrong.Add("list", "error.promised_already")
	}
	switch f.Lasts {
	case "stays":
		f.UntilOn = ""
	case "until":
		if _, err := time.Parse(time.DateOnly, f.UntilOn); err != nil {
			wrong.Add("until_on", "error.date")
		} else if f.UntilOn <= today {
			wrong.Add("until_on", "error.date_past")
		} else if f.UntilOn <= before.UntilOn {
			wrong.Add("until_on", "error.promise_longer")
		}
	default:
		wrong.Add("lasts", "error.choose")
	}
	return wrong.Err()
}

// PromisesOf are the promises of an offer by list.
func PromisesOf(ctx context.Context, db *gorm.DB, offerID uint) (map[int]PricePromise, error) {
	all, err := store.From[PricePromise](db).Where("offer_id = ?", offerID).Find(ctx)
	by := map[int]PricePromise{}
	for _, p := range all {
		by[p.List] = p
	}
	return by, err
}

// PromisePrices promises that those who subscribed at a list keep its prices. The caller knows whether another price was announced to them.
func (o Offer) PromisePrices(ctx context.Context, tx *gorm.DB, by people.User, f PromiseForm, today string) error {
	if !MayEdit(by) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, tx, func(tx *gorm.DB) error {
		all, err := PromisesOf(ctx, tx, o.ID)
		if err != nil {
			return err
		}
		p := all[f.List]
		if err := f.Check(o, p, today); err != nil {
			return err
		}
		fresh := p.ID == 0
		p.OfferID, p.List, p.UntilOn, p.ByID, p.CreatedAt = o.ID, f.List, f.UntilOn, by.ID, store.Now(tx)
		if fresh {
			err = store.From[PricePromise](tx).Create(ctx, &p)
		} else {
			err = tx.WithContext(ctx).Model(&p).Select("until_on", "by_id", "created_at").Updates(&p).Error
		}
		if err != nil {
			return err
		}
		return noteWhy(ctx, tx, by, "prices_promised", typeOffer, o.Ref, o.Slug, f.Reason)
	})
}

// KeptWhileTheyStay is a promise without an end.
const KeptWhileTheyStay = "stays"

// kept is a promise in one word: none, without an end, or its last day.
func kept(promised bool, until string) string {
	if promised && until == "" {
		return KeptWhileTheyStay
	}
	return until[:min(len(until), len(time.DateOnly))] // an expression of a date comes back with an hour from SQLite
}
