package billing

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"chatiere/models/billing/statement"
	"chatiere/models/collective"
	"chatiere/models/files"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// StatementState is whether the lines of a file are in yet.
type StatementState string

// The states of a statement.
const (
	Waiting  StatementState = "waiting" // uploaded; somebody looks at it before its lines come in
	Imported StatementState = "imported"
)

// BankStatement is one file of the bank.
type BankStatement struct {
	ID           uint
	Ref          string
	Name         string // of the file
	Format       statement.Format
	SHA256       string `gorm:"column:sha256"`
	FileID       uint
	State        StatementState
	Signature    string // recognises the CSV files of one bank
	Bank         string
	Account      string            // whose lines they are, where the file does not say
	Settings     statement.Mapping `gorm:"serializer:json"` // of a CSV file
	FromOn       string
	ToOn         string
	OpeningCents *int64
	ClosingCents *int64
	Lines        int // that came in
	Known        int // that were in already
	Unread       int // that could not be read
	ReceivedByID *uint
	ImportedAt   *time.Time
	Version      int
	CreatedAt    time.Time
}

// BankMapping is how the CSV files of one bank are read, remembered for the next one.
type BankMapping struct {
	ID        uint
	Ref       string
	Signature string
	Bank      string
	Account   string
	Settings  statement.Mapping `gorm:"serializer:json"`
	SavedByID *uint
	CreatedAt time.Time
	UpdatedAt time.Time
}

// Upload is a file somebody sends.
type Upload struct {
	Name    string
	Content []byte
}

// FindStatement returns the statement with that ref for the people who keep the collective's money, else store.ErrNotFound.
func FindStatement(ctx context.Context, db *gorm.DB, u people.User, ref string) (BankStatement, error) {
	if readsBooks(u) != nil {
		return BankStatement{}, store.ErrNotFound
	}
	return store.From[BankStatement](db).Where("ref = ?", ref).Take(ctx)
}

// Statements returns a page of the files of the bank, newest first.
func Statements(ctx context.Context, db *gorm.DB, u people.User, after uint) (store.Page[BankStatement], error) {
	if err := readsBooks(u); err != nil {
		return store.Page[BankStatement]{}, err
	}
	q := store.From[BankStatement](db).Order("id desc").Limit(store.PageSize + 1)
	if after > 0 {
		q = q.Where("id < ?", after)
	}
	rows, err := q.Find(ctx)
	return store.Paged(rows, store.PageSize, func(s BankStatement) string { return store.Key(s.ID) }), err
}

// ReceiveStatement keeps a file of the bank and guesses how it is written, by what is remembered of that bank first. The same file sent
// again is the one that is there. Nothing comes in before somebody has looked (Import).
func ReceiveStatement(ctx context.Context, db *gorm.DB, by people.User, up Upload) (BankStatement, error) {
	if !by.Is(people.Operator) {
		return BankStatement{}, store.ErrForbidden
	}
	host, err := collective.Find(ctx, db)
	if err != nil {
		return BankStatement{}, err
	}
	sum := sha256.Sum256(up.Content)
	s := BankStatement{
		Ref: store.NewRef(), Name: oneLine(up.Name), SHA256: hex.EncodeToString(sum[:]), State: Waiting, Format: statement.CSV, Account: host.IBAN, ReceivedByID: &by.ID, Version: 1,
		Settings: statement.Mapping{Labels: []int{}},
	}
	before, err := store.From[BankStatement](db).Where("sha256 = ?", s.SHA256).Take(ctx)
	if err == nil || !errors.Is(err, store.ErrNotFound) {
		return before, err
	}
	if err := s.look(ctx, db, up.Content); err != nil {
		return s, err
	}
	err = store.InTx(ctx, db, func(tx *gorm.DB) error {
		s.CreatedAt = store.Now(tx)
		kept, err := files.Store(ctx, tx, "bank_statement", 0, s.Name, "application/octet-stream", up.Content)
		if err != nil {
			return err
		}
		s.FileID = kept.ID
		if err := store.From[BankStatement](tx).Create(ctx, &s); err != nil {
			return err
		}
		return tx.WithContext(ctx).Model(&kept).Update("owner_id", s.ID).Error
	})
	return s, err
}

// look finds out what a file is.
func (s *BankStatement) look(ctx context.Context, db *gorm.DB, content []byte) error {
	switch {
	case len(content) == 0:
		return invalidFile("error.statement_empty")
	case len(content) > statement.MaxBytes:
		return invalidFile("error.statement_size", "Max", statement.MaxBytes>>20)
	case foreign(content):
		return invalidFile("error.statement_unreadable")
	case statement.LooksLikeXML(content):
		s.Format = statement.CAMT
		f, err := statement.ReadCAMT(content)
		if err != nil {
			return invalidFile("error.statement_camt")
		}
		s.describe(f)
		return nil
	}
	m, table, err := statement.Guess(content)
	if err != nil || len(table.Rows) == 0 {
		return invalidFile("error.statement_unreadable")
	}
	s.Settings, s.Signature = m, statement.Signature(table.Heads(m.HeadRow), table.Columns(), m.Delimiter)
	return s.recognise(ctx, db, content)
}

// recognise takes what is remembered of the bank whose files look like this one. What stands above the heads varies from file to file.
func (s *BankStatement) recognise(ctx context.Context, db *gorm.DB, content []byte) error {
	known, err := store.From[BankMapping](db).Order("updated_at desc, id desc").Find(ctx)
	for _, k := range known {
		table, err := statement.CutCSV(content, s.Settings.Encoding, k.Settings.Delimiter)
		if err != nil {
			continue
		}
		if row, ok := table.FindHeads(k.Signature, k.Settings.Delimiter, k.Settings.HeadRow > 0); ok {
			encoding := s.Settings.Encoding
			s.Bank, s.Account, s.Settings, s.Signature = k.Bank, k.Account, k.Settings, k.Signature
			s.Settings.HeadRow, s.Settings.Encoding = row, encoding
			return nil
		}
	}
	return err
}

func invalidFile(key string, args ...any) error {
	wrong := store.Invalid{}
	wrong.Add("file", key, args...)
	return wrong
}

// foreign reports whether a file is of a kind that never is a statement: a PDF, an archive, a spreadsheet, a picture.
func foreign(content []byte) bool {
	for _, head := range []string{"%PDF", "PK\x03\x04", "\xd0\xcf\x11\xe0", "\x89PNG", "\xff\xd8\xff", "GIF8"} {
		if strings.HasPrefix(string(content[:min(len(content), 8)]), head) {
			return true
		}
	}
	return false
}

// describe notes what the file says of itself.
func (s *BankStatement) describe(f statement.File) {
	s.FromOn, s.ToOn = f.Days()
	if len(f.Statements) == 1 {
		s.OpeningCents, s.ClosingCents = f.Statements[0].Opening, f.Statements[0].Closing
		if f.Statements[0].Account != "" {
			s.Account = f.Statements[0].Account
		}
	}
}

// Discard throws away a file whose lines did not come in.
func (s BankStatement) Discard(ctx context.Context, db *gorm.DB, by people.User) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		n, err := store.From[BankStatement](tx).Where("id = ? and state = ?", s.ID, Waiting).Delete(ctx)
		if err == nil && n == 0 {
			err = store.ErrConflict
		}
		if err != nil {
			return err
		}
		if _, err := store.From[files.File](tx).Where("id = ?", s.FileID).Delete(ctx); err != nil {
			return err
		}
		return journal.Note(ctx, tx, by.Actor(), journal.Act{Verb: "bank_statement_discarded", SubjectType: "bank_statement", SubjectRef: s.Ref})
	})
}
