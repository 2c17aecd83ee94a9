package collective

import (
	"context"
	"errors"
	"strings"
	"time"

	"chatiere/models/journal"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// PaymentKeys is how the collective collects money through Stripe. The secrets are sealed with the portal's own key and never shown again.
type PaymentKeys struct {
	ID               uint
	SealedKey        []byte
	Ending           string // the last letters of the key, to tell it from another one
	Live             bool   // it moves real money
	SealedHook       []byte // of the endpoint that brings news
	SealedHookBefore []byte // the one before, which holds while it is being replaced
	Cards            bool   // cards are offered
	Debits           bool   // SEPA debits are offered
	Version          int
	UpdatedAt        time.Time
}

// What the two secrets are sealed for.
const (
	forKey  = "payment key"
	forHook = "payment webhook"
)

// PaymentSecrets are the secrets in the clear, for the cashier only.
type PaymentSecrets struct {
	Key   string
	Hooks []string
}

// FindPaymentKeys returns how the collective collects money; without any, it has only offline ways.
func FindPaymentKeys(ctx context.Context, db *gorm.DB) (PaymentKeys, error) {
	k, err := store.From[PaymentKeys](db).Where("id = 1").Take(ctx)
	if errors.Is(err, store.ErrNotFound) {
		return PaymentKeys{}, nil
	}
	return k, err
}

// Set reports whether there is a key.
func (k PaymentKeys) Set() bool { return k.ID != 0 }

// Heard reports whether news can be told from forgeries.
func (k PaymentKeys) Heard() bool { return len(k.SealedHook) > 0 }

// Offers reports whether any way to pay online is offered: it needs the key, the endpoint's secret and a method.
func (k PaymentKeys) Offers() bool { return k.Set() && k.Heard() && (k.Cards || k.Debits) }

// Open unseals the secrets. store.ErrSealed means that the portal's secret key was changed: they must be given again.
func (k PaymentKeys) Open(secret []byte) (PaymentSecrets, error) {
	var s PaymentSecrets
	var err error
	if s.Key, err = store.Unseal(secret, forKey, k.SealedKey); err != nil {
		return s, err
	}
	for _, sealed := range [][]byte{k.SealedHook, k.SealedHookBefore} {
		if len(sealed) == 0 {
			continue
		}
		hook, err := store.Unseal(secret, forHook, sealed)
		if err != nil {
			return s, err
		}
		s.Hooks = append(s.Hooks, hook)
	}
	return s, nil
}

// PaymentKeysForm is what an admin may change. An empty secret keeps the one there is.
type PaymentKeysForm struct {
	Version int    `form:"version"`
	Key     string `form:"key"`
	Hook    string `form:"hook"`
	Retire  bool   `form:"retire"` // the endpoint's secret before this one no longer holds
	Cards   bool   `form:"cards"`
	Debits  bool   `form:"debits"`
}

// Filled is the form as things stand; it never holds a secret.
func (k PaymentKeys) Filled() PaymentKeysForm {
	if !k.Set() {
		return PaymentKeysForm{Cards: true, Debits: true}
	}
	return PaymentKeysForm{Version: k.Version, Cards: k.Cards, Debits: k.Debits}
}

// Check says what is wrong with the form.
func (f *PaymentKeysForm) Check(k PaymentKeys) error {
	wrong := store.Invalid{}
	f.Key, f.Hook = strings.TrimSpace(f.Key), strings.TrimSpace(f.Hook)
	switch {
	case f.Key == "" && !k.Set():
		wrong.Add("key", "error.required")
	case f.Key != "" && !secretKey(f.Key):
		wrong.Add("key", "error.stripe_key")
	}
	if f.Hook != "" && (!strings.HasPrefix(f.Hook, "whsec_") || len(f.Hook) < 16 || strings.ContainsAny(f.Hook, " \t\r\n")) {
		wrong.Add("hook", "error.stripe_hook")
	}
	return wrong.Err()
}

// secretKey reports whether it is a secret or restricted key of Stripe's: a public one collects nothing.
func secretKey(key string) bool {
	kind, rest, _ := strings.Cut(key, "_")
	mode, rest, _ := strings.Cut(rest, "_")
	return (kind == "sk" || kind == "rk") && (mode == "test" || mode == "live") && len(rest) >= 8 && !strings.ContainsAny(rest, " \t\r\n")
}

// SavePaymentKeys keeps the keys, sealed. A new secret of the endpoint leaves the old one in force until it is retired. When somebody
// changed them meanwhile it is store.ErrConflict. A key of the other mode is refused while the present one has collected anything:
// test money and real money never meet in one set of books.
func SavePaymentKeys(ctx context.Context, db *gorm.DB, by journal.Actor, secret []byte, f PaymentKeysForm) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		k, err := FindPaymentKeys(ctx, tx)
		if err != nil {
			return err
		}
		if k.Version != f.Version {
			return store.ErrConflict
		}
		if err := f.Check(k); err != nil {
			return err
		}
		if err := f.seal(secret, &k); err != nil {
			return err
		}
		if err := oneMode(ctx, tx, k); err != nil {
			return err
		}
		k.ID, k.Cards, k.Debits, k.Version, k.UpdatedAt = 1, f.Cards, f.Debits, k.Version+1, store.Now(tx)
		if err := tx.WithContext(ctx).Save(&k).Error; err != nil {
			return err
		}
		if err := store.Published(tx); err != nil { // pages remember what is offered
			return err
		}
		return journal.Note(ctx, tx, by, journal.Act{
			Verb: "payment_keys_changed", SubjectType: "collective", SubjectRef: "collective",
			Details: map[string]any{"key": f.Key != "", "hook": f.Hook != "", "live": k.Live, "cards": k.Cards, "debits": k.Debits},
		})
	})
}

func (f PaymentKeysForm) seal(secret []byte, k *PaymentKeys) error {
	var err error
	if f.Key != "" {
		k.Ending, k.Live = f.Key[len(f.Key)-4:], strings.Contains(f.Key[:8], "_live_")
		if k.SealedKey, err = store.Seal(secret, forKey, f.Key); err != nil {
			return err
		}
	}
	if f.Retire {
		k.SealedHookBefore = nil
	}
	if f.Hook == "" {
		return nil
	}
	k.SealedHookBefore = k.SealedHook
	k.SealedHook, err = store.Seal(secret, forHook, f.Hook)
	return err
}

// oneMode refuses a key of the other mode once anything was collected.
func oneMode(ctx context.Context, tx *gorm.DB, k PaymentKeys) error {
	var n int64
	if err := tx.WithContext(ctx).Table("collections").Where("live <> ? and payment_id is not null", k.Live).Count(&n).Error; err != nil || n == 0 {
		return err
	}
	return store.Invalid{"key": store.Wrong{Key: "error.stripe_mode"}}
}
