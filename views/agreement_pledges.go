package views

import (
	"context"
	"slices"

	"chatiere/models/commons"
	"chatiere/models/store"
	"chatiere/views/ui"
)

// AgreementPledgesPage is what is promised under an agreement, as one of its sides sees it, with what was typed.
type AgreementPledgesPage struct {
	A        commons.Agreement
	Today    string
	Promised []commons.AgreementPledge
	Keeping  []commons.Contribution // that could keep promises, for whoever may promise
	Promise  commons.AgreementPledgeForm
	Kept     commons.KeepForm
	Wrong    store.Invalid
	Moved    bool
}

func (p AgreementPledgesPage) mistakes(ctx context.Context) []ui.Mistake {
	return mistakes(ctx, p.Wrong, "kept", t(ctx, "promised.kept"), "contribution", t(ctx, "promised.which"),
		"what", t(ctx, "promised.what"), "unit", t(ctx, "promised.unit"), "promised", t(ctx, "promised.amount"), "due_on", t(ctx, "promised.due_on"))
}

// promises reports whether the reader may promise something more.
func (p AgreementPledgesPage) promises(ctx context.Context) bool {
	return p.acts(ctx) && (p.A.EndsOn == "" || p.A.EndsOn >= p.Today)
}

// acts reports whether the reader may do something new for the other side, which was not closed.
func (p AgreementPledgesPage) acts(ctx context.Context) bool {
	return p.A.Promises(me(ctx)) && p.A.Organisation.ClosedAt == nil
}

// open are those that stand.
func (p AgreementPledgesPage) open(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, one := range p.Promised {
		if one.Open() {
			all = append(all, ui.Option{Value: one.Ref, Text: t(ctx, "promised.choice", "What", one.What, "Size", quantity(ctx, one.Quantity, one.Unit), "Date", dateOnly(ctx, one.DueOn))})
		}
	}
	return all
}

// keeping are contributions that could keep a promise that stands: counted as one of them is.
func (p AgreementPledgesPage) keeping(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, c := range p.Keeping {
		if !slices.ContainsFunc(p.Promised, func(one commons.AgreementPledge) bool { return one.Open() && one.Unit == c.Unit }) {
			continue
		}
		_, n := c.Effective()
		all = append(all, ui.Option{Value: c.Ref, Text: titleOf(ctx, c), Hint: quantity(ctx, n, c.Unit)})
	}
	return all
}

// promisedState is where a promise under an agreement stands, in a word.
func promisedState(ctx context.Context, s commons.PledgeState) string {
	switch s {
	case commons.PledgeOpen:
		return t(ctx, "promised.state.open")
	case commons.PledgeFulfilled:
		return t(ctx, "promised.state.fulfilled")
	case commons.PledgeLapsed:
		return t(ctx, "promised.state.lapsed")
	}
	return t(ctx, "promised.state.cancelled")
}
