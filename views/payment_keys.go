package views

import (
	"context"
	"time"

	"chatiere/locales"
	"chatiere/models/billing/cashier"
	"chatiere/models/collective"
	"chatiere/models/store"
)

// PaymentKeysPage is how the collective collects money online.
type PaymentKeysPage struct {
	Keys       collective.PaymentKeys
	Form       collective.PaymentKeysForm
	Wrong      store.Invalid
	Conflict   bool
	Unreadable bool // sealed with another secret key of the portal
	Endpoint   string
	Heeded     []string
	Heard      time.Time // when missed news were last asked for
	Compared   time.Time
	Examined   bool
	Health     cashier.Health
	Trouble    cashier.Trouble
}

// keyHint says which key is kept, by its last letters.
func (p PaymentKeysPage) keyHint(ctx context.Context) string {
	switch {
	case !p.Keys.Set():
		return t(ctx, "payment_keys.key_hint")
	case p.Keys.Live:
		return t(ctx, "payment_keys.key_live", "Ending", p.Keys.Ending)
	}
	return t(ctx, "payment_keys.key_test", "Ending", p.Keys.Ending)
}

func (p PaymentKeysPage) hookHint(ctx context.Context) string {
	if p.Keys.Heard() {
		return t(ctx, "payment_keys.hook_kept")
	}
	return t(ctx, "payment_keys.hook_hint")
}

// findings say what an examination found, one sentence each.
func (p PaymentKeysPage) findings(ctx context.Context) []string {
	switch p.Trouble {
	case "":
	case cashier.Shut:
		return []string{t(ctx, "payment_keys.none")}
	case cashier.Locked:
		return []string{t(ctx, "payment_keys.locked")}
	default:
		return []string{t(ctx, "payment_keys.silent")}
	}
	var all []string
	add := func(wrong bool, text string) {
		if wrong {
			all = append(all, text)
		}
	}
	h := p.Health
	add(h.Skew.Abs() >= time.Minute, t(ctx, "payment_keys.skew", "Seconds", locales.Number(lang(ctx), int64(h.Skew.Abs().Seconds()))))
	add(!h.Asked, t(ctx, "payment_keys.not_asked"))
	add(h.Asked && !h.Found, t(ctx, "payment_keys.no_endpoint"))
	add(h.Found && !h.Enabled, t(ctx, "payment_keys.disabled"))
	add(h.Found && h.Version != h.Needed, t(ctx, "payment_keys.version", "Needed", h.Needed))
	add(len(h.Missing) > 0, t(ctx, "payment_keys.missing", "Kinds", names(ctx, h.Missing)))
	return all
}

// lastTime says when something was last done.
func lastTime(ctx context.Context, at time.Time) string {
	if at.IsZero() {
		return t(ctx, "payment_keys.never")
	}
	return moment(ctx, at)
}
