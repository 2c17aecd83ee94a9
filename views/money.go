package views

import (
	"context"
	"time"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/commons"
	"chatiere/models/store"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// MoneyQuestionsPage is the list of money that needs a human.
type MoneyQuestionsPage struct {
	Page     store.Page[billing.MoneyQuestion]
	Answered bool
}

// MoneyQuestionPage is one of them, with what it is about.
type MoneyQuestionPage struct {
	Question   billing.MoneyQuestion
	Payment    billing.Payment
	Collection billing.Collection
	Gift       commons.Donation // zero: it is about no gift
	Form       billing.ResolutionForm
	Wrong      store.Invalid
	Acts       bool
}

// questionName says what is to be looked at, in a few words.
func questionName(ctx context.Context, k billing.QuestionKind) string {
	switch k {
	case billing.OtherAmount:
		return t(ctx, "money.other_amount")
	case billing.OtherCurrency:
		return t(ctx, "money.other_currency")
	case billing.RefundFailed:
		return t(ctx, "money.refund_failed")
	case billing.DisputeOpened:
		return t(ctx, "money.dispute")
	case billing.PaidBackTwice:
		return t(ctx, "money.twice")
	case billing.OutsideRefund:
		return t(ctx, "money.outside_refund")
	case billing.RefundWanted:
		return t(ctx, "money.refund_wanted")
	case billing.StuckEvent:
		return t(ctx, "money.stuck")
	}
	return t(ctx, "money.unknown")
}

// questionText explains it, and what is worth doing.
func questionText(ctx context.Context, q billing.MoneyQuestion) string {
	amount := cents(ctx, q.AmountCents, q.Currency)
	if text := giftQuestion(ctx, q); text != "" {
		return text
	}
	switch q.Kind {
	case billing.OtherAmount:
		return t(ctx, "money.other_amount_text", "Amount", amount, "Expected", cents(ctx, q.ExpectedCents, q.Currency))
	case billing.OtherCurrency:
		return t(ctx, "money.other_currency_text", "Amount", amount)
	case billing.RefundFailed:
		return t(ctx, "money.refund_failed_text", "Amount", amount)
	case billing.DisputeOpened:
		return t(ctx, "money.dispute_text", "Amount", amount)
	case billing.PaidBackTwice:
		return t(ctx, "money.twice_text", "Amount", amount)
	case billing.OutsideRefund:
		return t(ctx, "money.outside_refund_text", "Amount", amount)
	case billing.RefundWanted:
		return t(ctx, "money.refund_wanted_text", "Amount", amount)
	case billing.StuckEvent:
		return t(ctx, "money.stuck_text")
	}
	return t(ctx, "money.unknown_text", "Amount", amount)
}

// answers are what a person may decide.
func (p MoneyQuestionPage) answers(ctx context.Context) []ui.Option {
	var all []ui.Option
	if p.Question.Creditable() {
		all = append(all, ui.Option{Value: string(billing.CreditIt), Text: t(ctx, "money.credit_it"), Hint: t(ctx, "money.credit_it_hint")})
	}
	return append(all, ui.Option{Value: string(billing.SettledElse), Text: t(ctx, "money.settled_else"), Hint: t(ctx, "money.settled_else_hint")})
}

func answerName(ctx context.Context, r billing.Resolution) string {
	if r == billing.CreditIt {
		return t(ctx, "money.credit_it")
	}
	return t(ctx, "money.settled_else")
}

// refundState says how far money sent back has come.
func refundState(ctx context.Context, r billing.Refund) (ui.Tone, string) {
	switch r.State {
	case billing.RefundDone:
		return ui.Good, t(ctx, "refunds.done")
	case billing.RefundBack:
		return ui.Bad, t(ctx, "refunds.failed")
	}
	return ui.Info, t(ctx, "refunds.under_way")
}

// disputeWord says where a dispute stands.
func disputeWord(ctx context.Context, d billing.Dispute) (ui.Tone, string) {
	switch d.State {
	case billing.Warned:
		return ui.Info, t(ctx, "disputes.warned")
	case billing.DisputeWon, billing.WarningClosed:
		return ui.Good, t(ctx, "disputes.won")
	case billing.DisputeLost:
		return ui.Bad, t(ctx, "disputes.lost")
	}
	return ui.Warn, t(ctx, "disputes.open")
}

// dayAt is the day of an instant where the collective is.
func dayAt(ctx context.Context, at time.Time) string {
	return locales.Date(lang(ctx), at.In(FrameOf(ctx).Host.Location()))
}

// moneyNext leads to the next page of questions.
func moneyNext(ctx context.Context, p MoneyQuestionsPage) ui.Link {
	if p.Page.Next == "" {
		return ui.Link{}
	}
	href := paths.MoneyQuestions(lang(ctx)) + "?after=" + p.Page.Next
	if p.Answered {
		href += "&answered=true"
	}
	return ui.Link{Href: href, Text: t(ctx, "action.next")}
}
