package views

import (
	"context"

	"chatiere/models/commons"
	"chatiere/views/ui"
)

// promises reports whether the reader may promise something more under the agreement.
func (p AgreementPage) promises(ctx context.Context) bool {
	return p.A.Promises(me(ctx)) && (p.A.EndsOn == "" || p.A.EndsOn >= p.Today)
}

// keepingOptions are contributions that could keep a promise: those in its unit.
func (p AgreementPage) keepingOptions(ctx context.Context, one commons.AgreementPledge) []ui.Option {
	var all []ui.Option
	for _, c := range p.Keeping {
		if c.Unit == one.Unit {
			_, n := c.Effective()
			all = append(all, ui.Option{Value: c.Ref, Text: titleOf(ctx, c), Hint: quantity(ctx, n, c.Unit)})
		}
	}
	return all
}
