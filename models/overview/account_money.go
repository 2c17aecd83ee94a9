package overview

import (
	"time"

	"chatiere/models/billing"
)

// moneyParts are those that say what an organisation owes and pays, for the people who keep the collective's money.
func moneyParts() []part {
	return []part{
		{
			name: "due", roles: reckoners,
			says: says{
				"ref": "i.ref", "name": "i.full_number", "day": "d.due_on", "sum": "d.due_cents", "number": "coalesce(c.step, 0)", "times": "coalesce(c.counted, 0)",
				"until_on": "coalesce(c.stepped_on, '')",
			},
			from:  "invoice_dues d join invoices i on i.id = d.invoice_id left join chases c on c.invoice_id = d.invoice_id where d.organisation_id = @org and d.due_cents > 0",
			order: "d.due_on, d.invoice_id", most: 20, take: takeDue,
		},
		{
			name: "paid", roles: reckoners, says: says{"ref": "ref", "day": "received_on", "sum": "amount_cents", "state": "method"},
			from: "payments where organisation_id = @org and state = 'succeeded' and amount_cents > 0", order: "received_on desc, id desc", most: 1,
			take: func(a *Account, l line) {
				a.Paid = billing.Payment{Ref: l.Ref, ReceivedOn: l.Day, AmountCents: l.Sum, Method: billing.Method(l.State)}
			},
		},
		{
			name: "pro_forma", roles: reckoners, says: says{"ref": "p.ref", "name": "p.payment_reference", "until_on": "p.valid_until", "sum": "p.total_cents"},
			from:  "pro_formas p join subscriptions s on s.id = p.subscription_id where p.organisation_id = @org and p.state = 'open' and p.total_cents > 0 and s.state in ('accepted','running')",
			order: "p.id", most: 10,
			take: func(a *Account, l line) {
				a.ProFormas = append(a.ProFormas, billing.ProForma{Ref: l.Ref, PaymentReference: l.Name, ValidUntil: l.UntilOn, TotalCents: l.Sum})
			},
		},
		{
			name: "repayment", roles: reckoners, says: says{"ref": "ref", "until_on": "due_on", "sum": "left_cents"},
			from: "repayments where organisation_id = @org and left_cents > 0", order: "due_on, id", most: 10,
			take: func(a *Account, l line) {
				a.Repayments = append(a.Repayments, billing.Repayment{Ref: l.Ref, DueOn: l.UntilOn, LeftCents: l.Sum})
			},
		},
		{
			name: "question", roles: reckoners, says: says{"ref": "ref", "sort": "kind"}, from: "money_questions where organisation_id = @org and answer = ''", order: "id", most: 10,
			take: func(a *Account, l line) {
				a.Questions = append(a.Questions, billing.MoneyQuestion{Ref: l.Ref, Kind: billing.QuestionKind(l.Sort)})
			},
		},
	}
}

// payingParts are how an organisation pays, and how its account is treated.
func payingParts() []part {
	return []part{
		{
			name: "method", roles: reckoners,
			says: says{
				"ref": "mandate_reference", "name": "brand", "word": "last4", "sort": "kind", "state": "mandate_state", "day": "case when stopped_at is null then '' else 'stopped' end",
				"until_on": "case when preferred then 'preferred' else '' end", "number": "exp_month", "sum": "exp_year",
			},
			from: "saved_methods where organisation_id = @org and removed_at is null", order: "case when preferred then 0 else 1 end, id desc", most: 10, take: takeMethod,
		},
		{
			name: "tag", roles: reckoners, says: says{"state": "tag", "name": "reason", "until_on": "until_on"},
			from: "control_tags where organisation_id = @org and removed_at is null and (until_on = '' or until_on >= @today)", order: "id", most: 10,
			take: func(a *Account, l line) {
				a.Tags = append(a.Tags, billing.ControlTag{Tag: billing.Tag(l.State), Reason: l.Name, UntilOn: l.UntilOn})
			},
		},
		{
			name: "deferral", roles: reckoners, says: says{"ref": "ref", "state": "state", "name": "reason", "word": "answer", "until_on": "until_on"},
			from: "deferrals where organisation_id = @org", order: "id desc", most: 5,
			take: func(a *Account, l line) {
				a.Proposed = append(a.Proposed, billing.Deferral{Ref: l.Ref, State: billing.DeferralState(l.State), Reason: l.Name, Answer: l.Word, UntilOn: l.UntilOn})
			},
		},
	}
}

func takeDue(a *Account, l line) {
	number := l.Name
	a.Due = append(a.Due, billing.Chased{
		Invoice: billing.Invoice{Ref: l.Ref, Kind: billing.AnInvoice, State: billing.Final, FullNumber: &number, DueOn: l.Day, TotalCents: l.Sum, Currency: "EUR"},
		Chase:   billing.Chase{Step: billing.ChaseStep(l.Number), Counted: int(l.Times), SteppedOn: l.UntilOn},
	})
}

func takeMethod(a *Account, l line) {
	m := billing.SavedMethod{
		Kind: billing.Method(l.Sort), Brand: l.Name, Last4: l.Word, MandateState: billing.MandateState(l.State), MandateReference: l.Ref,
		ExpMonth: int(l.Number), ExpYear: int(l.Sum), Preferred: l.UntilOn != "",
	}
	if l.Day != "" {
		m.StoppedAt = &time.Time{} // that it is stopped is said, not since when
	}
	a.Methods = append(a.Methods, m)
}
