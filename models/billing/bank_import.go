package billing

import (
	"context"
	"slices"
	"strconv"

	"chatiere/models/billing/statement"
	"chatiere/models/files"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Reading is a file understood, and what of it is new.
type Reading struct {
	File   statement.File
	Table  statement.Table // of a CSV file
	New    []ReadLine
	Known  []ReadLine // in already, from another file
	Alike  int        // of the new ones: there is one of that day and amount already, written otherwise
	Sum    int64      // of the new ones in euros
	Unsaid []statement.Mistake

	twins map[string]int // the last twin that is in, by account and digest
}

// ReadLine is a line of a file that is not in yet, or is.
type ReadLine struct {
	statement.Line
	Account string
	Alike   bool
}

// Place names a line in its file, for the form.
func (l ReadLine) Place() string { return itoa(l.Position) }

func itoa(n int) string { return strconv.Itoa(n) }

// columnOf reads a column from a form; anything odd is none, and far away when it is no column at all.
func columnOf(text string) int {
	if text == "" {
		return statement.None
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return -2 // no file has it: the mapping is refused
	}
	return n
}

// content is the file itself.
func (s BankStatement) content(ctx context.Context, db *gorm.DB) ([]byte, error) {
	f, err := store.From[files.File](db).Where("id = ?", s.FileID).Take(ctx)
	if err != nil {
		return nil, err
	}
	return f.Content(ctx, db)
}

// cut is a CSV file in rows and cells by a mapping's alphabet and delimiter.
func (s BankStatement) cut(ctx context.Context, db *gorm.DB, m statement.Mapping) (statement.Table, error) {
	content, err := s.content(ctx, db)
	if err != nil {
		return statement.Table{}, err
	}
	if !slices.Contains(statement.Delimiters, m.Delimiter) {
		return statement.Table{}, statement.ErrUnreadable
	}
	return statement.CutCSV(content, m.Encoding, m.Delimiter)
}

// Read understands the file as its mapping stands, and says which of its lines are new.
func (s BankStatement) Read(ctx context.Context, db *gorm.DB) (Reading, error) {
	var r Reading
	content, err := s.content(ctx, db)
	if err != nil {
		return r, err
	}
	if s.Format == statement.CAMT {
		r.File, err = statement.ReadCAMT(content)
	} else {
		if r.Table, err = statement.CutCSV(content, s.Settings.Encoding, s.Settings.Delimiter); err != nil {
			return r, err
		}
		if r.Unsaid = s.Settings.Mistakes(r.Table.Columns()); len(r.Unsaid) > 0 {
			return r, nil // a person says more first
		}
		r.File, err = statement.ReadCSV(content, s.Settings)
	}
	if err != nil {
		return r, err
	}
	return r, r.compare(ctx, db, s)
}

// seen are the lines of some days that are in already.
type seen struct {
	digests map[string]bool
	amounts map[string]int // by account, day and amount
	twins   map[string]int // the last of each
}

func digestKey(account, digest string, occurrence int) string {
	return account + " " + digest + " " + itoa(occurrence)
}

func amountKey(account, on string, cents int64) string {
	return account + " " + on + " " + strconv.FormatInt(cents, 10)
}

func seenBetween(ctx context.Context, db *gorm.DB, first, last string) (seen, error) {
	have := seen{digests: map[string]bool{}, amounts: map[string]int{}, twins: map[string]int{}}
	rows, err := db.WithContext(ctx).Raw("select account, booked_on, amount_cents, digest, occurrence from bank_lines where booked_on between ? and ?", first, last).Rows()
	if err != nil {
		return have, err
	}
	defer rows.Close()
	for rows.Next() {
		var account, on, digest string
		var cents int64
		var occurrence int
		if err := rows.Scan(&account, &on, &cents, &digest, &occurrence); err != nil {
			return have, err
		}
		have.digests[digestKey(account, digest, occurrence)] = true
		have.amounts[amountKey(account, dayOnly(on), cents)]++
		have.twins[account+digest] = max(have.twins[account+digest], occurrence)
	}
	return have, rows.Err()
}

// compare says which lines are new, by their digests; and which of these look like one that is in, of another file or format.
func (r *Reading) compare(ctx context.Context, db *gorm.DB, s BankStatement) error {
	first, last := r.File.Days()
	have, err := seenBetween(ctx, db, first, last)
	if err != nil {
		return err
	}
	for _, st := range r.File.Statements {
		account := st.Account
		if account == "" {
			account = s.Account
		}
		for _, l := range st.Lines {
			one := ReadLine{Line: l, Account: account}
			if have.digests[digestKey(account, l.Digest, l.Occurrence)] {
				have.amounts[amountKey(account, l.BookedOn, l.Cents)]--
				r.Known = append(r.Known, one)
			} else {
				r.New = append(r.New, one)
			}
		}
	}
	r.twins = have.twins
	for i, l := range r.New {
		r.twins[l.Account+l.Digest] = max(r.twins[l.Account+l.Digest], l.Occurrence)
		if key := amountKey(l.Account, l.BookedOn, l.Cents); have.amounts[key] > 0 {
			have.amounts[key]--
			r.New[i].Alike = true
			r.Alike++
		}
		if l.Currency == euros {
			r.Sum += l.Cents
		}
	}
	return nil
}

// ImportForm is what a person decides of a file before its lines come in.
type ImportForm struct {
	Version  int      `form:"version"`
	LeaveOut bool     `form:"leave_out"` // the new lines that look like one that is in
	Again    []string `form:"again"`     // places of known lines that are other movements after all
}

// Import brings the new lines of a file in: those that are in already stay as they are, whoever brought them, so that the same file, or
// one that overlaps, changes nothing.
func (s BankStatement) Import(ctx context.Context, db *gorm.DB, by people.User, f ImportForm) (BankStatement, error) {
	if !by.Is(people.Operator) {
		return s, store.ErrForbidden
	}
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		fresh, err := store.From[BankStatement](tx, forUpdate).Where("id = ?", s.ID).Take(ctx)
		if err != nil {
			return err
		}
		if s = fresh; s.State == Imported {
			return nil // sent twice: it is in
		}
		if s.Version != f.Version {
			return store.ErrConflict
		}
		r, err := s.Read(ctx, tx)
		if err != nil {
			return err
		}
		if len(r.Unsaid) > 0 || len(r.File.Lines()) == 0 {
			return invalidFile("error.statement_nothing")
		}
		if s.Lines, err = s.bring(ctx, tx, r.chosen(f)); err != nil {
			return err
		}
		if err := s.spend(ctx, tx); err != nil {
			return err
		}
		s.Known, s.Unread = len(r.File.Lines())-s.Lines, len(r.File.Unread)
		return s.imported(ctx, tx, by, r)
	})
	return s, err
}

// chosen are the lines that come in.
func (r Reading) chosen(f ImportForm) []ReadLine {
	var lines []ReadLine
	for _, l := range r.New {
		if !(l.Alike && f.LeaveOut) {
			lines = append(lines, l)
		}
	}
	for _, l := range r.Known {
		if slices.Contains(f.Again, l.Place()) { // one more twin than was known
			r.twins[l.Account+l.Digest]++
			l.Occurrence = r.twins[l.Account+l.Digest]
			lines = append(lines, l)
		}
	}
	return lines
}

// bring writes lines and says how many came in: another import may have brought some meanwhile.
func (s BankStatement) bring(ctx context.Context, tx *gorm.DB, lines []ReadLine) (int, error) {
	came := 0
	for part := range slices.Chunk(lines, 500) {
		rows := make([]BankLine, len(part))
		for i, l := range part {
			rows[i] = lineFrom(l, s.ID)
			rows[i].CreatedAt = store.Now(tx)
		}
		done := tx.WithContext(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&rows)
		if done.Error != nil {
			return came, done.Error
		}
		came += int(done.RowsAffected)
	}
	return came, nil
}

func lineFrom(l ReadLine, statementID uint) BankLine {
	return BankLine{
		Ref: store.NewRef(), StatementID: statementID, Position: l.Position, Account: l.Account, BookedOn: l.BookedOn, ValueOn: l.ValueOn,
		AmountCents: l.Cents, LeftCents: l.Cents, Currency: l.Currency, Counterparty: l.Counterparty, CounterAccount: l.CounterAccount, Label: l.Text,
		Reference: l.Reference, BankReference: l.BankReference, Reversal: l.Reversal, ForeignCents: l.ForeignCents, ForeignCurrency: l.Foreign, Batch: l.Batch,
		Digest: l.Digest, Occurrence: l.Occurrence,
	}
}

// imported notes that the lines are in, and remembers how that bank's files are read.
func (s *BankStatement) imported(ctx context.Context, tx *gorm.DB, by people.User, r Reading) error {
	s.describe(r.File)
	now := store.Now(tx)
	s.State, s.ImportedAt = Imported, &now
	s.Version++
	err := tx.WithContext(ctx).Model(s).Select("state", "imported_at", "lines", "known", "unread", "from_on", "to_on", "opening_cents", "closing_cents", "account", "version").Updates(s).Error
	if err != nil {
		return err
	}
	if s.Format == statement.CSV {
		if err := s.remember(ctx, tx, by); err != nil {
			return err
		}
	}
	return journal.Note(ctx, tx, by.Actor(), journal.Act{
		Verb: "bank_statement_imported", SubjectType: "bank_statement", SubjectRef: s.Ref, Details: map[string]any{"lines": s.Lines, "known": s.Known},
	})
}
