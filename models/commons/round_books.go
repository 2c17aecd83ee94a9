package commons

import (
	"context"
	"slices"
	"strings"

	"chatiere/models/ledger"

	"gorm.io/gorm"
)

// RoundBooks is where the money of a round is, as the ledger and the payments say: allocated = paid + owed + in transit + returned + passed on
// (reciprocity.md I10).
type RoundBooks struct {
	Allocated int64
	RoundPart
	Parts map[uint]RoundPart // by upstream
}

// RoundPart is where one project's part of a round is.
type RoundPart struct {
	Paid      int64
	Owed      int64
	InTransit int64
	Returned  int64  // the project gave it back to the pot
	Passed    int64  // the project passed it on to another one
	PaidOn    string // the day the last of it was paid, as the bank says where it does
}

// Moved reports whether anything has left the projects' accounts.
func (p RoundPart) Moved() bool { return p.Paid+p.InTransit+p.Returned+p.Passed > 0 }

// Complete reports whether nothing is owed nor on its way.
func (p RoundPart) Complete() bool { return p.Owed == 0 && p.InTransit == 0 }

// Arrived is the day the project had all it was to be paid; empty before, and where it was paid nothing.
func (p RoundPart) Arrived() string {
	if !p.Complete() || p.Paid == 0 {
		return ""
	}
	return p.PaidOn
}

// BooksOf reads where the money of a round is. A project's account may hold parts of several rounds: what leaves it pays what came first, and
// what the bank returned never left. So the day of an earlier round stays as it is, whatever is paid later.
func (r Round) BooksOf(ctx context.Context, db *gorm.DB) (RoundBooks, error) {
	all, err := booksOf(ctx, db, []Round{r})
	return all[0], err
}

// booksOf reads them of several rounds at once, in their order, in at most two statements.
func booksOf(ctx context.Context, db *gorm.DB, rounds []Round) ([]RoundBooks, error) {
	all, ids := make([]RoundBooks, len(rounds)), []uint{}
	for n, r := range rounds {
		all[n].Parts = map[uint]RoundPart{}
		if r.EntryID != nil {
			ids = append(ids, r.ID)
		}
	}
	if len(ids) == 0 {
		return all, nil
	}
	moves, err := movesOf(ctx, db, ids)
	if err != nil {
		return all, err
	}
	loose, err := looseOn(ctx, db, rounds, moves)
	for n, r := range rounds {
		if r.EntryID != nil {
			all[n].read(*r.EntryID, moves, loose && !r.Reached(RoundPaid))
		}
	}
	return all, err
}

// read adds up what became of each project's part.
func (b *RoundBooks) read(entry uint, moves map[uint][]roundMove, loose bool) {
	for upstream, all := range moves {
		cents, part := partOf(entry, all, loose)
		if cents == 0 {
			continue
		}
		b.Parts[upstream] = part
		b.Allocated += cents
		b.Paid, b.Owed, b.InTransit = b.Paid+part.Paid, b.Owed+part.Owed, b.InTransit+part.InTransit
		b.Returned, b.Passed = b.Returned+part.Returned, b.Passed+part.Passed
		b.PaidOn = max(b.PaidOn, part.PaidOn)
	}
}

// roundMove is one transfer of a project's account.
type roundMove struct {
	UpstreamID  uint
	EntryID     uint
	Subject     string
	On          string
	Leaves      bool
	Amount      int64
	Path        string // of the other account
	State       PaymentState
	ConfirmedOn string
}

// roundTransfers are those of the accounts of a round's projects on one side; what was taken back, and what took it back, is left out.
const roundTransfers = `select acc.owner_id as upstream_id, t.id, t.entry_id, e.subject_type as subject, e.effective_on as "on", o.path, t.amount, LEAVES as leaves,
		coalesce(u.state, '') as state, coalesce(u.confirmed_on, '') as confirmed_on
	from ledger_accounts acc join ledger_transfers t on t.MINE = acc.id join ledger_accounts o on o.id = t.THEIRS join ledger_entries e on e.id = t.entry_id
	left join payment_batches b on b.entry_id = e.id left join upstream_payments u on u.batch_id = b.id and u.upstream_id = acc.owner_id
	where acc.owner_type = 'project' and acc.unit = 'EUR' and acc.path like 'liability:upstream:%'
		and acc.owner_id in (select upstream_id from round_projects where round_id in @r)
		and e.reverses_id is null and not exists (select 1 from ledger_entries x where x.reverses_id = e.id)`

// movesOf reads them in the order of the books, by upstream, in one statement.
func movesOf(ctx context.Context, db *gorm.DB, rounds []uint) (map[uint][]roundMove, error) {
	out := strings.NewReplacer("LEAVES", "(1 = 1)", "MINE", "debit_id", "THEIRS", "credit_id").Replace(roundTransfers)
	in := strings.NewReplacer("LEAVES", "(1 = 0)", "MINE", "credit_id", "THEIRS", "debit_id").Replace(roundTransfers)
	var rows []roundMove
	err := db.WithContext(ctx).Raw("select * from ("+out+" union all "+in+") m order by id", map[string]any{"r": rounds}).Scan(&rows).Error
	all := map[uint][]roundMove{}
	for _, m := range rows {
		m.On, m.ConfirmedOn = dayOf(m.On), dayOf(m.ConfirmedOn)
		all[m.UpstreamID] = append(all[m.UpstreamID], m)
	}
	return all, err
}

// looseOn reports whether money of no payment of ours is on its way: what the books alone send is in transit until nothing is.
func looseOn(ctx context.Context, db *gorm.DB, rounds []Round, moves map[uint][]roundMove) (bool, error) {
	unknown, ours := false, int64(0)
	for _, all := range moves {
		for _, m := range all {
			unknown = unknown || m.Leaves && m.Path == inTransit && m.State == ""
			if m.State == PaymentSent {
				ours += m.Amount
			}
		}
	}
	if !unknown || !slices.ContainsFunc(rounds, func(r Round) bool { return !r.Reached(RoundPaid) }) {
		return false, nil
	}
	way, err := ledger.Balance(db.WithContext(ctx), inTransit, string(Cents))
	return way > ours, err
}

// ofProject reports whether the other account is a project's too.
func (m roundMove) ofProject() bool { return strings.HasPrefix(m.Path, "liability:upstream:project/") }

// partOf follows a project's account from its first entry, and says what became of what the round's entry gave it.
func partOf(entry uint, moves []roundMove, loose bool) (cents int64, part RoundPart) {
	var before int64
	var left []roundMove
	for _, m := range moves {
		switch {
		case m.Leaves:
			if m.State != PaymentReturned {
				left = append(left, m)
			}
		case m.Path != unallocated && !m.ofProject():
			if m.Subject != "upstream_payment" { // the payment itself says that it came back
				left = unsent(left, m.Amount)
			}
		case m.EntryID < entry:
			before += m.Amount
		case m.EntryID == entry:
			cents += m.Amount
		}
	}
	part.Owed = cents
	at := int64(0)
	for _, m := range left {
		if n := min(at+m.Amount, before+cents) - max(at, before); n > 0 {
			part.add(m, n, loose)
		}
		at += m.Amount
	}
	return cents, part
}

// unsent takes money that came back off what was sent last without a payment of ours.
func unsent(left []roundMove, amount int64) []roundMove {
	for i := len(left) - 1; i >= 0 && amount > 0; i-- {
		if left[i].State == "" && left[i].Path == inTransit {
			n := min(left[i].Amount, amount)
			left[i].Amount, amount = left[i].Amount-n, amount-n
		}
	}
	return left
}

// add says what became of so much of the part.
func (p *RoundPart) add(m roundMove, n int64, loose bool) {
	p.Owed -= n
	switch {
	case m.Path == unallocated:
		p.Returned += n
	case m.ofProject():
		p.Passed += n
	case m.State == PaymentSent, m.State == "" && loose:
		p.InTransit += n
	default:
		p.Paid += n
		day := m.ConfirmedOn
		if day == "" {
			day = m.On
		}
		p.PaidOn = max(p.PaidOn, day)
	}
}
