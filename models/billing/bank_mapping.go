package billing

import (
	"context"
	"errors"

	"chatiere/models/billing/statement"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// MappingForm is how a person says that a bank's files are read. Columns are numbers from 0; an empty one is none.
type MappingForm struct {
	Bank         string   `form:"bank"`
	Account      string   `form:"account"`
	Encoding     string   `form:"encoding"`
	Delimiter    string   `form:"delimiter"`
	HeadRow      int      `form:"head_row"`
	DateFormat   string   `form:"date_format"`
	Decimal      string   `form:"decimal"`
	Date         string   `form:"date"`
	Value        string   `form:"value"`
	Amount       string   `form:"amount"`
	Debit        string   `form:"debit"`
	Credit       string   `form:"credit"`
	Labels       []string `form:"label"`
	Reference    string   `form:"reference"`
	Counterparty string   `form:"counterparty"`
	Counter      string   `form:"counter"`
	Currency     string   `form:"currency"`
	BankRef      string   `form:"bank_reference"`
	Version      int      `form:"version"`
}

// MappingFilled is the form as the statement stands.
func (s BankStatement) MappingFilled() MappingForm {
	m := s.Settings
	f := MappingForm{
		Bank: s.Bank, Account: s.Account, Encoding: string(m.Encoding), Delimiter: m.Delimiter, HeadRow: m.HeadRow, DateFormat: string(m.DateFormat), Decimal: m.Decimal,
		Date: columnText(m.Date), Value: columnText(m.Value), Amount: columnText(m.Amount), Debit: columnText(m.Debit), Credit: columnText(m.Credit),
		Reference: columnText(m.Reference), Counterparty: columnText(m.Counterparty), Counter: columnText(m.Counter), Currency: columnText(m.Currency), BankRef: columnText(m.BankRef),
		Version: s.Version,
	}
	for _, column := range m.Labels {
		f.Labels = append(f.Labels, columnText(column))
	}
	return f
}

// mapping is what the form says.
func (f MappingForm) mapping() statement.Mapping {
	m := statement.Mapping{
		Encoding: statement.Encoding(f.Encoding), Delimiter: f.Delimiter, HeadRow: f.HeadRow, DateFormat: statement.DateFormat(f.DateFormat), Decimal: f.Decimal,
		Date: columnOf(f.Date), Value: columnOf(f.Value), Amount: columnOf(f.Amount), Debit: columnOf(f.Debit), Credit: columnOf(f.Credit),
		Reference: columnOf(f.Reference), Counterparty: columnOf(f.Counterparty), Counter: columnOf(f.Counter), Currency: columnOf(f.Currency), BankRef: columnOf(f.BankRef),
		Labels: []int{},
	}
	for _, text := range f.Labels {
		if column := columnOf(text); column != statement.None {
			m.Labels = append(m.Labels, column)
		}
	}
	return m
}

// Map says how a file is read. The file is shown again before anything comes in; what was said is remembered when it does.
func (s BankStatement) Map(ctx context.Context, db *gorm.DB, by people.User, f MappingForm) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	m := f.mapping()
	f.Bank, f.Account = oneLine(f.Bank), oneLine(f.Account)
	wrong := store.Invalid{}
	if len(f.Bank) > longest || len(f.Account) > longest {
		wrong.Add("bank", "error.too_long", "Max", longest)
	}
	if f.Account == "" {
		wrong.Add("account", "error.required")
	}
	table, err := s.cut(ctx, db, m)
	if errors.Is(err, statement.ErrUnreadable) {
		wrong.Add("encoding", "error.choose")
	} else if err != nil {
		return err
	}
	for _, mistake := range m.Mistakes(table.Columns()) {
		wrong.Add(mistakeField(mistake), mistakeKey(mistake))
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	signature := statement.Signature(table.Heads(m.HeadRow), table.Columns(), m.Delimiter)
	next := BankStatement{Settings: m, Bank: f.Bank, Account: f.Account, Signature: signature, Version: f.Version + 1}
	done := db.WithContext(ctx).Model(&BankStatement{}).Where("id = ? and state = ? and version = ?", s.ID, Waiting, f.Version).
		Select("settings", "bank", "account", "signature", "version").Updates(&next)
	if done.Error == nil && done.RowsAffected == 0 {
		return store.ErrConflict
	}
	return done.Error
}

// mistakeField is the field at which a mistake of a mapping is told.
func mistakeField(m statement.Mistake) string {
	switch m {
	case statement.NeedsDate:
		return "date"
	case statement.NeedsAmount, statement.BothAmounts:
		return "amount"
	case statement.NeedsLabel:
		return "label"
	}
	return "encoding"
}

// mistakeKey is the sentence that tells it.
func mistakeKey(m statement.Mistake) string {
	switch m {
	case statement.NeedsDate:
		return "error.mapping_date"
	case statement.NeedsAmount:
		return "error.mapping_amount"
	case statement.BothAmounts:
		return "error.mapping_both"
	case statement.NeedsLabel:
		return "error.mapping_label"
	}
	return "error.choose"
}

// remember keeps the mapping of an imported file for the next file of that bank.
func (s BankStatement) remember(ctx context.Context, tx *gorm.DB, by people.User) error {
	now := store.Now(tx)
	m := BankMapping{Ref: store.NewRef(), Signature: s.Signature, Bank: s.Bank, Account: s.Account, Settings: s.Settings, SavedByID: &by.ID, CreatedAt: now, UpdatedAt: now}
	before, err := store.From[BankMapping](tx, forUpdate).Where("signature = ?", s.Signature).Take(ctx)
	if errors.Is(err, store.ErrNotFound) {
		return store.From[BankMapping](tx).Create(ctx, &m)
	}
	if err != nil {
		return err
	}
	return tx.WithContext(ctx).Model(&before).Select("bank", "account", "settings", "saved_by_id", "updated_at").Updates(&m).Error
}

// columnText writes a column for a form.
func columnText(column int) string {
	if column == statement.None {
		return ""
	}
	return itoa(column)
}
