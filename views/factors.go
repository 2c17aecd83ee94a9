package views

import (
	"context"
	"net/url"
	"slices"
	"time"

	"chatiere/locales"
	"chatiere/models/collective"
	"chatiere/models/identity"
	"chatiere/models/store"
	"chatiere/views/ui"
)

// FactorsPage is what a person sees of their own second means.
type FactorsPage struct {
	Factors  identity.Factors
	Owed     bool // who works for the host must have one
	Passkeys bool // this portal can ask for passkeys
	Wrong    store.Invalid
}

// removable reports whether something can be taken away: not the last second means of who must have one.
func (p FactorsPage) removable() bool {
	return !p.Owed || p.Factors.App != nil && len(p.Factors.Passkeys) > 0 || len(p.Factors.Passkeys) > 1
}

// SecondStepPage asks for the second means of somebody who stands halfway.
type SecondStepPage struct {
	App      bool
	Passkeys bool
	Ask      PasskeyAsk
	Wrong    store.Invalid
}

func (p SecondStepPage) lead(ctx context.Context) string {
	if p.App {
		return t(ctx, "factors.step_lead")
	}
	return t(ctx, "factors.step_lead_passkey")
}

// lead says where things stand.
func (p FactorsPage) lead(ctx context.Context) string {
	if p.Factors.Any() {
		return t(ctx, "factors.on")
	}
	return t(ctx, "factors.off")
}

// ProofPage asks a person who is in to show again who they are. A form that came too late waits in it.
type ProofPage struct {
	Action   string     // where the answer goes: the form's own address, or this page's
	Kept     url.Values // of the form that waits
	Waits    bool       // there is such a form
	Next     string     // where to go on, without a form
	Factor   bool       // they have a second means
	App      bool       // among them an app
	Passkeys bool       // among them a passkey
	Ask      PasskeyAsk // that it is asked for now
	Password bool       // they have none, but a password
	Wrong    store.Invalid
}

// kept are the names and values of the form that waits, in a fixed order.
func (p ProofPage) kept() (pairs [][2]string) {
	var names []string
	for name := range p.Kept {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, value := range p.Kept[name] {
			pairs = append(pairs, [2]string{name, value})
		}
	}
	return pairs
}

// lead says why the page came.
func (p ProofPage) lead(ctx context.Context) string {
	if p.Waits {
		return t(ctx, "factors.proof_waits")
	}
	return t(ctx, "factors.proof_lead")
}

// RescuePage is where somebody without their second means asks for help, and sees how far that has come.
type RescuePage struct {
	Rescue identity.Rescue // zero: none is open
	Form   identity.RescueForm
	Wrong  store.Invalid
}

// progress says how far the open rescue has come.
func (p RescuePage) progress(ctx context.Context) string { return rescueProgress(ctx, p.Rescue) }

func rescueProgress(ctx context.Context, r identity.Rescue) string {
	switch {
	case r.DueAt != nil:
		return t(ctx, "factors.rescue_due", "When", locales.DateTime(lang(ctx), *r.DueAt, rescueZone(ctx)))
	case r.Approver1ID != nil:
		return t(ctx, "factors.rescue_one")
	}
	return t(ctx, "factors.rescue_none")
}

// rescueZone is the reader's own; before they are in, that of the host.
func rescueZone(ctx context.Context) *time.Location {
	if me(ctx).SignedIn() {
		return myZone(ctx)
	}
	return FrameOf(ctx).Host.Location()
}

// DeskFactorsPage is who of the staff has a second means, who asks for rescue, and the rules.
type DeskFactorsPage struct {
	Staff   store.Page[identity.Colleague]
	Rescues []identity.Rescue
	Rules   collective.FactorRules
	Theirs  *collective.FactorRules // what somebody else saved meanwhile
	Answer  string                  // a reason typed for a no
	Of      string                  // to which rescue
	Wrong   store.Invalid
}

// mine reports whether the reader may not, or need not, approve this one.
func (p DeskFactorsPage) mine(ctx context.Context, r identity.Rescue) bool {
	return r.UserID == me(ctx).ID || r.Approver1ID != nil && *r.Approver1ID == me(ctx).ID
}

// refusal is the field for the reason of a no.
func (p DeskFactorsPage) refusal(ctx context.Context, r identity.Rescue) ui.Input {
	in := ui.Input{Name: "refusal_reason", ID: "refusal_" + r.Ref, Label: t(ctx, "people.reason"), Hint: t(ctx, "factors.refusal_hint"), Max: 500}
	if p.Of == r.Ref {
		in.Value, in.Error, in.ID = p.Answer, said(ctx, p.Wrong, "refusal_reason"), "refusal_reason"
	}
	return in
}

// trouble is what is wrong with the approval of a rescue.
func (p DeskFactorsPage) trouble(ctx context.Context, r identity.Rescue) string {
	if p.Of != r.Ref {
		return ""
	}
	return said(ctx, p.Wrong, "approve")
}

func codeField(ctx context.Context, name string, app bool, wrong store.Invalid) ui.Input {
	hint := t(ctx, "factors.code_hint")
	if !app {
		hint = t(ctx, "factors.code_hint_recovery")
	}
	return ui.Input{
		Name: name, Label: t(ctx, "factors.code"), Hint: hint, Error: said(ctx, wrong, name), Autocomplete: "one-time-code", Short: true, Max: 20,
		Attrs: ui.Attrs{"autocapitalize": "none", "spellcheck": "false"},
	}
}

// RecoveryText is the file of new recovery codes.
func RecoveryText(ctx context.Context, codes []string) string {
	text := t(ctx, "factors.file_title", "Host", siteName(ctx), "Email", me(ctx).Email) + "\n" + t(ctx, "factors.codes_keep") + "\n\n"
	for _, code := range codes {
		text += code + "\n"
	}
	return text
}

func factorFlash(ctx context.Context) string {
	switch FrameOf(ctx).Flash {
	case "account_made":
		return t(ctx, "flash.account_made")
	case "factor_changed":
		return t(ctx, "flash.factor_changed")
	case "factor_removed":
		return t(ctx, "flash.factor_removed")
	case "passkey_added":
		return t(ctx, "flash.passkey_added")
	case "passkey_removed":
		return t(ctx, "flash.passkey_removed")
	case "rescue_refused":
		return t(ctx, "flash.rescue_refused")
	}
	return ""
}
