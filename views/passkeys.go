package views

import (
	"context"
	"net"
	"net/url"

	"chatiere/models/store"
	"chatiere/views/ui"
)

// PasskeyAsk is what a browser is asked about passkeys, inside a form that carries its answer.
type PasskeyAsk struct {
	Asked  string // JSON; empty: nothing is asked
	Field  string // the answer's name in the form
	Making bool   // a new passkey, rather than one there is
	Beside bool   // beside a code, which comes first
	Auto   bool   // at once, without waiting for the button
	Wrong  store.Invalid
}

func (p PasskeyAsk) kind() string {
	if p.Making {
		return "make"
	}
	return "show"
}

func (p PasskeyAsk) look() ui.Kind {
	if p.Beside {
		return ui.Secondary
	}
	return ui.Primary
}

func (p PasskeyAsk) auto() string {
	if p.Auto && len(p.Wrong) == 0 {
		return "true"
	}
	return ""
}

func (p PasskeyAsk) button(ctx context.Context) string {
	if p.Making {
		return t(ctx, "factors.passkey_make")
	}
	return t(ctx, "factors.passkey_use")
}

// passkeysHere reports whether the portal is reached by a name: passkeys are made for names.
func passkeysHere(ctx context.Context) bool {
	u, err := url.Parse(FrameOf(ctx).BaseURL)
	return err == nil && u.Hostname() != "" && net.ParseIP(u.Hostname()) == nil
}
