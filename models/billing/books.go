package billing

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"chatiere/models/billing/fec"
	"chatiere/models/collective"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// euros is the only unit of money in the books.
const euros = "EUR"

// readsBooks is nil for those who may read and export the collective's books.
func readsBooks(by people.User) error {
	if !by.Is(people.Operator, people.Accountant) {
		return store.ErrForbidden
	}
	return nil
}

// Books are one calendar year of the books as an accountant takes them over, checked.
type Books struct {
	Year    int
	SIREN   string // empty when the collective has none
	Body    string // whose books they are
	Lines   []fec.Line
	Content []byte     // the file of the law
	Report  fec.Report // what its self-check found
	Balance []AccountBalance
}

// From is the first day of the year.
func (b Books) From() string { return fmt.Sprintf("%04d-01-01", b.Year) }

// To is the last day of the year.
func (b Books) To() string { return fmt.Sprintf("%04d-12-31", b.Year) }

// FileName is what the file of the law is called.
func (b Books) FileName() string { return fec.Name(b.SIREN, b.To()) }

// DescriptionName is what its description is called.
func (b Books) DescriptionName() string { return fec.DescriptionName(b.SIREN, b.To()) }

// Description is the paper that goes with the file; program is what wrote it.
func (b Books) Description(program string) []byte {
	journals := map[string]string{}
	for _, l := range b.Lines {
		journals[l.Journal] = l.JournalName
	}
	return fec.Description(fec.Described{
		Body: b.Body, SIREN: b.SIREN, From: b.From(), To: b.To(), Journals: journals, Lines: b.Report.Lines, Entries: b.Report.Entries,
		Debits: b.Report.DebitCents, Program: program,
	})
}

// Tied reports whether the file says of every account what the ledger says: opening, debits and credits.
func (b Books) Tied() bool {
	net := map[string]int64{}
	for _, l := range b.Lines {
		net[l.Account] += l.Debit - l.Credit
	}
	for _, a := range b.Balance {
		net[a.Account] -= a.Cents()
	}
	for _, difference := range net {
		if difference != 0 {
			return false
		}
	}
	return true
}

// BooksOf gathers the books of a year for an accountant or an operator; a year in which nothing happened is store.ErrNotFound.
func BooksOf(ctx context.Context, db *gorm.DB, by people.User, year int) (Books, error) {
	if err := readsBooks(by); err != nil {
		return Books{}, err
	}
	host, err := collective.Find(ctx, db)
	if err != nil {
		return Books{}, err
	}
	b := Books{Year: year, Body: host.LegalName}
	if b.Body == "" {
		b.Body = host.Name
	}
	if !strings.HasPrefix(host.RegistryNumber, "W") { // an RNA is no SIREN
		b.SIREN = host.RegistryNumber[:min(9, len(host.RegistryNumber))]
	}
	db = db.WithContext(ctx)
	sums, err := ledger.SumsUntil(db, euros, year)
	if err != nil {
		return b, err
	}
	if len(sums) == 0 || sums[len(sums)-1].Year != year {
		return b, store.ErrNotFound
	}
	names, err := ownerNames(db)
	if err != nil {
		return b, err
	}
	b.Lines = carried(sums, year, names)
	b.Balance = balances(sums, year)
	if err := b.read(db, host.Location(), names); err != nil {
		return b, err
	}
	issued, err := issuedIn(db, year)
	if err != nil {
		return b, err
	}
	b.Content = fec.Write(b.Lines)
	b.Report = fec.Check(b.Content, fec.Expected{
		SIREN: b.SIREN, From: b.From(), To: b.To(), Sales: string(ledger.Sales), InKind: string(ledger.InKind), Issued: issued,
	})
	return b, nil
}

// read adds the year's lines of the ledger to what was carried over, in the order of the law.
func (b *Books) read(db *gorm.DB, zone *time.Location, names map[string]string) error {
	letters := map[string]int64{}
	err := ledger.EachLine(db, euros, b.From(), b.To(), func(l ledger.Line) error {
		if l.Debit == l.Credit {
			return nil // it gave and took the same
		}
		line := lineOf(l, zone, names)
		letters[line.matching()] += line.Debit - line.Credit
		b.Lines = append(b.Lines, line.Line)
		return nil
	})
	for i, l := range b.Lines {
		if letters[(bookLine{l}).matching()] != 0 { // matched with an entry of another year: this file alone cannot show it
			b.Lines[i].Letter, b.Lines[i].LetteredOn = "", ""
		}
	}
	fec.Sort(b.Lines)
	return err
}

// bookLine is a line on its way into the file.
type bookLine struct{ fec.Line }

// matching names what shares one matching code.
func (l bookLine) matching() string { return l.Account + " " + l.Aux + " " + l.Letter }

func lineOf(l ledger.Line, zone *time.Location, names map[string]string) bookLine {
	line := fec.Line{
		Journal: string(l.Journal), JournalName: journalNames[l.Journal], Number: l.Number(), On: l.EffectiveOn,
		Account: accountNumber(l.Code), AccountName: accountLabel(l.Path), Aux: auxNumber(l.Path, l.OwnerType, l.OwnerID), AuxName: names[ownerKey(l.OwnerType, l.OwnerID)],
		Piece: l.PieceRef, PieceOn: l.PieceOn, Label: entryLabel(l), Debit: l.Debit, Credit: l.Credit, Letter: l.Letter, LetteredOn: l.LetteredOn,
		// what was written shortly after midnight there was valid on that day, not on the day before that UTC still had
		ValidOn: max(ledger.Day(l.RecordedAt.In(zone)), ledger.Day(l.RecordedAt.UTC())),
	}
	if line.Aux == "" {
		line.AuxName = ""
	}
	return bookLine{line}
}

// accountNumber writes a code of the chart with six digits at least: 411000.
func accountNumber(code string) string {
	if code == "" {
		return ""
	}
	return code + strings.Repeat("0", max(0, 6-len(code)))
}

func accountLabel(path string) string {
	rule, err := ledger.RuleFor(path)
	if err != nil {
		return path
	}
	return rule.Label
}

// auxNumber is the sub-account of a customer, a supplier or a project: C00017.
func auxNumber(path, ownerType string, ownerID uint) string {
	switch {
	case ownerType == "":
		return ""
	case ownerType == "project":
		return fmt.Sprintf("P%05d", ownerID)
	case strings.HasPrefix(path, "payable:"):
		return fmt.Sprintf("F%05d", ownerID)
	}
	return fmt.Sprintf("C%05d", ownerID)
}

func ownerKey(ownerType string, id uint) string {
	return ownerType + "/" + strconv.FormatUint(uint64(id), 10)
}

// ownerNames are the names of everybody who may own an account, by ownerKey.
func ownerNames(db *gorm.DB) (map[string]string, error) {
	var rows []struct {
		Owner string
		ID    uint
		Name  string
	}
	err := db.Raw(`select 'party' as owner, id, case legal_name when '' then name else legal_name end as name from organisations
		union all select 'project', id, name from upstreams`).Scan(&rows).Error
	names := map[string]string{}
	for _, r := range rows {
		names[ownerKey(r.Owner, r.ID)] = r.Name
	}
	return names, err
}

// issuedIn are the numbers of the documents issued in a year.
func issuedIn(db *gorm.DB, year int) (map[string]bool, error) {
	var numbers []string
	err := db.Model(&Invoice{}).Where("state = ? and not carried and issued_on between ? and ?", Final, fmt.Sprintf("%04d-01-01", year), fmt.Sprintf("%04d-12-31", year)).
		Pluck("full_number", &numbers).Error
	issued := map[string]bool{}
	for _, n := range numbers {
		issued[n] = true
	}
	return issued, err
}
