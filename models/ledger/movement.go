package ledger

import "gorm.io/gorm"

// Movement is what went in and out of one account.
type Movement struct {
	Path      string
	Unit      string
	OwnerType string
	OwnerID   uint
	Normal    Side
	Debits    int64
	Credits   int64
}

// Net is the movement on the side where the account grows.
func (m Movement) Net() int64 {
	if m.Normal == Debit {
		return m.Debits - m.Credits
	}
	return m.Credits - m.Debits
}

// Scope chooses movements; what is empty does not restrict.
type Scope struct {
	Prefix      string
	Unit        string
	From, To    string // days, both included
	SubjectType string
	SubjectID   uint
	Kind        string
}

// Movements sums what went in and out of accounts within a scope, by path: a year's income, what is still due for one invoice.
func Movements(db *gorm.DB, s Scope) ([]Movement, error) {
	q := db.Table("(?) m", db.Raw(`select entry_id, debit_id as account_id, amount as debit, 0 as credit from ledger_transfers
		union all select entry_id, credit_id, 0, amount from ledger_transfers`)).
		Joins("join ledger_entries e on e.id = m.entry_id").Joins("join ledger_accounts a on a.id = m.account_id").
		Select(`a.path, a.unit, a.owner_type, a.owner_id, a.normal,
			cast(sum(m.debit) as bigint) as debits, cast(sum(m.credit) as bigint) as credits`).
		Group("a.path, a.unit, a.owner_type, a.owner_id, a.normal").Order("a.path, a.unit")
	var found []Movement
	return found, s.apply(under(q, "a.path", s.Prefix)).Scan(&found).Error
}

func (s Scope) apply(q *gorm.DB) *gorm.DB {
	for condition, value := range map[string]string{
		"a.unit = ?": s.Unit, "e.effective_on >= ?": s.From, "e.effective_on <= ?": s.To,
		"e.subject_type = ?": s.SubjectType, "e.kind = ?": s.Kind,
	} {
		if value != "" {
			q = q.Where(condition, value)
		}
	}
	if s.SubjectID != 0 {
		q = q.Where("e.subject_id = ?", s.SubjectID)
	}
	return q
}
