package billing

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"chatiere/models/billing/reference"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Sureness is how sure a proposal is.
type Sureness string

// How sure: only Certain ones are confirmed together.
const (
	Certain Sureness = "certain" // our reference or number, and the amount to the cent
	Likely  Sureness = "likely"
	Maybe   Sureness = "maybe"
)

// ReasonCode is why something is proposed; pages say it in words.
type ReasonCode string

// The reasons.
const (
	ByReference ReasonCode = "reference" // our payment reference is in the text
	ByNumber    ReasonCode = "number"    // the number of the invoice is
	ByAccount   ReasonCode = "account"   // that account paid for them before
	ByName      ReasonCode = "name"      // the name is alike
	ByAmount    ReasonCode = "amount"    // the amount is what is due, to the cent
	ByCashier   ReasonCode = "cashier"   // the line names whoever collects for us
	ByDay       ReasonCode = "day"       // it is about the day it was expected
	BySum       ReasonCode = "sum"       // the amount is what several are due together
	Partial     ReasonCode = "partial"   // it is less than what is due
	Surplus     ReasonCode = "surplus"   // it is more: the rest becomes account credit
	Settled     ReasonCode = "settled"   // it was paid before: the money becomes account credit
	Lost        ReasonCode = "lost"      // it was written off: that can be undone, else the money becomes account credit
	CreditedOff ReasonCode = "cancelled" // a credit note left nothing of it: the money becomes account credit
)

// Reason is a reason with what it is about: a reference, a number, a name.
type Reason struct {
	Code ReasonCode
	Text string
	On   string // the day on which that happened, where there is one
}

// Part is how much of a line one invoice or pro forma gets.
type Part struct {
	Payable
	Cents int64
}

// Proposal is what a line may have paid, or taken back.
type Proposal struct {
	Sureness Sureness
	Parts    []Part
	Reasons  []Reason
	Returns  *BankLine // the line it takes back, for one that went out
	Moves    *Payable  // money of ours it carries: a payout of the cashier, or what we paid back
}

// Told is the reasons as a match keeps them.
func (p Proposal) Told() string {
	var codes []ReasonCode
	for _, r := range p.Reasons {
		codes = append(codes, r.Code)
	}
	return strip(codes)
}

// candidate is something that could be paid.
type candidate struct {
	Payable
	OrganisationID uint
	LegalName      string
	Over           ReasonCode // why nothing is due on it any more; empty while something is
	OverOn         string
}

// pool is all that lines could have paid.
type pool struct {
	candidates []candidate
	accounts   map[string][]uint // organisations that an account paid for before
	returned   []BankLine        // lines that could be taken back
	moving     []candidate       // our own money on its way that no line is yet
	noted      []candidate       // payments confirmed by hand that no line is yet
}

// poolLimit is how many open documents are compared with a line; a collective with more should confirm by reference.
const poolLimit = 5000

// ProposalsFor says of each line what it may have paid, the surer first, at most three; by the line's id.
func ProposalsFor(ctx context.Context, db *gorm.DB, by people.User, lines []BankLine) (map[uint][]Proposal, error) {
	if err := readsBooks(by); err != nil {
		return nil, err
	}
	p, err := poolFor(ctx, db, lines)
	all := map[uint][]Proposal{}
	for _, l := range lines {
		if proposals := p.proposals(l); len(proposals) > 0 {
			all[l.ID] = proposals
		}
	}
	return all, err
}

// poolFor loads what some lines are compared with: what is due, what carries their references although it is settled, who paid from
// their accounts before, and what came in that those which went out could take back.
func poolFor(ctx context.Context, db *gorm.DB, lines []BankLine) (pool, error) {
	p := pool{accounts: map[string][]uint{}}
	var references, numbers, accounts []string
	var backs, sums, minus []int64
	for _, l := range lines {
		sums, minus = append(sums, l.LeftCents), append(minus, -l.LeftCents)
		references, numbers = append(references, referencesIn(l)...), append(numbers, numbersIn(l)...)
		if l.Payable() && l.CounterAccount != "" {
			accounts = append(accounts, l.CounterAccount)
		}
		if l.returnable() {
			backs = append(backs, -l.LeftCents)
		}
	}
	from, until := notedSpan(lines)
	err := db.WithContext(ctx).Raw(`select 'invoice' as kind, i.id, i.ref, i.full_number as number, i.payment_reference, o.id as organisation_id, o.name as organisation, o.legal_name,
			o.ref as organisation_ref, i.currency, i.total_cents, d.due_cents, i.issued_on as since, i.due_on, `+isOver+`
		from invoices i join invoice_dues d on d.invoice_id = i.id join organisations o on o.id = i.organisation_id where d.due_cents > 0 or i.payment_reference in @references or i.full_number in @numbers
		union all select 'pro_forma', p.id, p.ref, '', p.payment_reference, o.id, o.name, o.legal_name, o.ref, p.currency, p.total_cents, p.total_cents
			- coalesce((select cast(sum(y.amount_cents - y.returned_cents) as bigint) from pro_formas q join payments y on y.pro_forma_id = q.id
				where q.subscription_id = p.subscription_id and (q.id = p.id or q.state = 'cancelled') and y.state = 'succeeded'), 0), p.issued_on, p.valid_until, '', ''
		from pro_formas p join organisations o on o.id = p.organisation_id where p.state = 'open' and p.total_cents > 0
		union all `+movingMoney+` union all `+notedMoney+`
		order by 14, 2 limit @limit`, map[string]any{"references": references, "numbers": numbers, "sums": sums, "backs": minus, "from": from, "until": until, "limit": poolLimit}).Scan(&p.candidates).Error
	for i, c := range p.candidates {
		p.candidates[i].Since, p.candidates[i].DueOn = dayOnly(c.Since), dayOnly(c.DueOn)
	}
	p.candidates, p.moving, p.noted = apart(p.candidates)
	if err == nil && len(accounts) > 0 {
		err = p.remember(ctx, db, accounts)
	}
	if err == nil && len(backs) > 0 {
		p.returned, err = store.From[BankLine](db).Where(`amount_cents in ? and left_cents = 0
			and exists (select 1 from bank_matches m where m.line_id = bank_lines.id and m.kind = 'payment' and m.undone_at is null)`, backs).Order("booked_on desc, id desc").Limit(200).Find(ctx)
	}
	return p, err
}

// remember notes for whom some accounts paid before.
func (p *pool) remember(ctx context.Context, db *gorm.DB, accounts []string) error {
	var rows []struct {
		CounterAccount string
		OrganisationID uint
	}
	err := db.WithContext(ctx).Raw(`select distinct l.counter_account, y.organisation_id from bank_lines l join bank_matches m on m.line_id = l.id join payments y on y.id = m.payment_id
		where l.counter_account in ? and m.kind = 'payment' and m.undone_at is null limit ?`, accounts, poolLimit).Scan(&rows).Error
	for _, r := range rows {
		p.accounts[r.CounterAccount] = append(p.accounts[r.CounterAccount], r.OrganisationID)
	}
	return err
}

// referencesIn are all references of ours in a line, each once.
func referencesIn(l BankLine) []string {
	var all []string
	for _, text := range []string{l.Label, l.Reference, l.Counterparty} {
		for _, r := range reference.Find(text) {
			if !slices.Contains(all, r) {
				all = append(all, r)
			}
		}
	}
	return all
}

// proposals compares one line with everything.
func (p pool) proposals(l BankLine) []Proposal {
	if carried, sure := p.carried(l); sure {
		return carried
	}
	if l.returnable() {
		return p.returns(l)
	}
	if !l.Payable() {
		return nil
	}
	noted := p.notedAs(l)
	if len(noted) == 1 && noted[0].Sureness == Certain {
		return noted
	}
	all := p.named(l)
	if len(all) > 0 && all[0].Sureness == Certain {
		return all[:1]
	}
	all = append(all, p.known(l)...)
	if len(all) == 0 {
		all = p.sameAmount(l)
	}
	return best(append(noted, all...))
}

// best keeps three different proposals, the surer first.
func best(all []Proposal) []Proposal {
	rank := map[Sureness]int{Certain: 0, Likely: 1, Maybe: 2}
	slices.SortStableFunc(all, func(a, b Proposal) int { return cmp.Compare(rank[a.Sureness], rank[b.Sureness]) })
	seen := map[string]bool{}
	var kept []Proposal
	for _, one := range all {
		name := ""
		if one.Moves != nil {
			name = one.Moves.Kind + " " + one.Moves.Ref
		}
		for _, part := range one.Parts {
			name += part.Ref + " "
		}
		if !seen[name] && len(kept) < 3 {
			kept, seen[name] = append(kept, one), true
		}
	}
	return kept
}

// named are the documents that the line itself names, by our reference or by their number.
func (p pool) named(l BankLine) []Proposal {
	var hits []candidate
	var why []Reason
	for _, r := range referencesIn(l) {
		for _, c := range p.candidates {
			if c.PaymentReference == r && c.Currency == l.Currency {
				hits, why = append(hits, c), append(why, Reason{Code: ByReference, Text: reference.Spaced(r)})
			}
		}
	}
	if len(hits) == 0 {
		hits, why = p.numbered(l)
	}
	if len(hits) == 0 {
		return nil
	}
	parts, how := spread(l.LeftCents, hits)
	one := Proposal{Sureness: Likely, Parts: parts, Reasons: append(why, how...)}
	if how[0].Code == ByAmount || how[0].Code == BySum {
		one.Sureness = Certain
	}
	return []Proposal{one}
}

// squeezed keeps letters and digits, in capitals.
func squeezed(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, strings.ToUpper(text))
}

// mentions reports whether words hold a number that is not the beginning of a longer one.
func mentions(words, number string) bool {
	for at := strings.Index(words, number); at >= 0; {
		end := at + len(number)
		if end == len(words) || words[end] < '0' || words[end] > '9' {
			return true
		}
		next := strings.Index(words[at+1:], number)
		if next < 0 {
			return false
		}
		at += 1 + next
	}
	return false
}

// spread shares an amount among documents, in their order, and says how it fits. What is too much goes to the last one: it becomes credit.
func spread(left int64, hits []candidate) ([]Part, []Reason) {
	var due int64
	for _, c := range hits {
		due += max(0, c.DueCents)
	}
	fit := []Reason{{Code: Partial}}
	switch {
	case due == 0:
		return []Part{{hits[0].Payable, left}}, []Reason{hits[0].over("")}
	case due == left && len(hits) > 1:
		fit[0].Code = BySum
	case due == left:
		fit[0].Code = ByAmount
	case due < left:
		fit[0].Code = Surplus
	}
	var parts []Part
	for _, c := range hits {
		if part := min(left, max(0, c.DueCents)); part > 0 {
			parts = append(parts, Part{c.Payable, part})
			left -= part
		}
	}
	parts[len(parts)-1].Cents += left
	for _, c := range hits {
		if c.Over != "" {
			fit = append(fit, c.over(c.Number))
		}
	}
	return parts, fit
}
