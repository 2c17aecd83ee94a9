package statement_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"chatiere/models/billing/statement"
)

func file(t testing.TB, name string) []byte {
	t.Helper()
	content, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func read(t testing.TB, name string) statement.File {
	t.Helper()
	content := file(t, name)
	m, _, err := statement.Guess(content)
	if err != nil {
		t.Fatal(err)
	}
	f, err := statement.ReadAny(content, m)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// brief is a line as tests compare it.
func brief(l statement.Line) string {
	return fmt.Sprintf("%s %d %s|%s|%s|%s", l.BookedOn, l.Cents, l.Currency, l.Counterparty, l.Text, l.Reference)
}

func briefs(f statement.File) []string {
	var all []string
	for _, l := range f.Lines() {
		all = append(all, brief(l))
	}
	return all
}

func TestCAMT02IsReadWithItsTraps(t *testing.T) {
	f := read(t, "camt02.xml")
	want := []string{
		"2026-11-25 12000 EUR|Association Faire École Ensemble|adhésion ch 4k7m 9qxz merci|",
		"2026-11-25 18000 EUR|Zoé|RF18539007547034|E-1",
		"2026-11-25 12000 EUR|Noémie Çelik||E-2",
		"2026-11-25 9000 EUR||REMISE DE 3 VIREMENTS|",
		"2026-11-25 -4000 EUR||REJET VIREMENT RECU compte clos|",
		"2026-11-25 2550 EUR|Les Chats du Québec||CA-9",
		"2026-11-25 -890 EUR||FRAIS DE TENUE DE COMPTE|",
	}
	if got := briefs(f); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	s, l := f.Statements[0], f.Lines()
	if check, _ := s.Check(); check != statement.Agrees {
		t.Errorf("the balances: %s", check)
	}
	other, err := statement.ReadCAMT(bytes.Replace(file(t, "camt02.xml"), []byte("1486.60"), []byte("1486.61"), 1))
	if check, off := other.Statements[0].Check(); err != nil || check != statement.Differs || off != 1 {
		t.Errorf("%v: the balances: %s %d", err, check, off)
	}
	if s.Account != "FR7630006000011234567890189" || s.Number != "2026-229" || f.Pending != 1 || !l[4].Reversal || l[5].Foreign != "CAD" || l[5].ForeignCents != 4000 ||
		l[1].Batch != 2 || l[3].Batch != 3 || l[0].CounterAccount != "FR1420041010050500013M02606" || l[4].ValueOn != "2026-11-24" || l[2].BankReference != "B-2" {
		t.Errorf("%+v", f)
	}
}

func TestCAMT08OfAnotherNamespaceAndAlphabetIsReadToo(t *testing.T) {
	f := read(t, "camt08.xml")
	if got := briefs(f); len(got) != 1 || got[0] != "2026-11-25 2000 EUR|Hélène et François||REF-8" {
		t.Error(got)
	}
	s := f.Statements[0]
	if check, _ := s.Check(); check != statement.Agrees || *s.Opening != -500 || *s.Closing != 1500 || s.Account != "30006 00001 12345678901" || s.Currency != "EUR" {
		t.Errorf("%+v %s", s, check)
	}
}

func TestACAMTFileThatCannotBeTrustedIsRefused(t *testing.T) {
	sound := string(file(t, "camt02.xml"))
	for name, change := range map[string][2]string{
		"half an entity":   {"</Document>", "</Docu"},
		"no sign":          {"<CdtDbtInd>DBIT</CdtDbtInd>", "<CdtDbtInd>X</CdtDbtInd>"},
		"parts of a cent":  {">25.50</Amt><CdtDbtInd>", ">25.505</Amt><CdtDbtInd>"},
		"a comma":          {">25.50</Amt><CdtDbtInd>", ">25,50</Amt><CdtDbtInd>"},
		"too much":         {">25.50</Amt><CdtDbtInd>", ">99999999999999.00</Amt><CdtDbtInd>"},
		"no day":           {"<BookgDt><DtTm>2026-11-25T14:00:00+01:00</DtTm></BookgDt>", ""},
		"another message":  {"BkToCstmrStmt>", "BkToCstmrDbtCdtNtfctn>"},
		"strange alphabet": {`encoding="UTF-8"`, `encoding="EBCDIC"`},
	} {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(sound, change[0]) {
				t.Fatal("the sample has no", change[0])
			}
			if f, err := statement.ReadCAMT([]byte(strings.ReplaceAll(sound, change[0], change[1]))); !errors.Is(err, statement.ErrUnreadable) {
				t.Errorf("%v %+v", err, f)
			}
		})
	}
	if _, err := statement.ReadCAMT([]byte(`<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Document><BkToCstmrStmt><Stmt><Id>&b;</Id></Stmt></BkToCstmrStmt></Document>`)); !errors.Is(err, statement.ErrUnreadable) {
		t.Error("own entities were read:", err)
	}
}

func TestABatchThatDoesNotAddUpStaysWhole(t *testing.T) {
	content := bytes.Replace(file(t, "camt02.xml"), []byte(`"EUR">180.00`), []byte(`"EUR">181.00`), 1)
	f, err := statement.ReadCAMT(content)
	if err != nil {
		t.Fatal(err)
	}
	if l := f.Lines()[1]; l.Cents != 30000 || l.Batch != 2 {
		t.Errorf("%+v", l)
	}
}

func TestABankWithTwoColumnsOfAmountsIsGuessed(t *testing.T) {
	m, table, err := statement.Guess(file(t, "two_columns.csv"))
	if err != nil || m.Encoding != statement.Windows || m.Delimiter != ";" || m.HeadRow == 0 || m.Date != 0 || m.Debit != 2 || m.Credit != 3 || m.Amount != statement.None ||
		!slices.Equal(m.Labels, []int{1}) || m.Decimal != "," || m.DateFormat != "02/01/2006" {
		t.Errorf("%v %+v %q", err, m, table.Heads(m.HeadRow))
	}
	f := read(t, "two_columns.csv")
	want := []string{
		"2026-11-25 12000 EUR||VIREMENT EN VOTRE FAVEUR FAIRE ÉCOLE ENSEMBLE ch 4k7m 9qxz adhésion|",
		"2026-11-24 125050 EUR||VIREMENT EN VOTRE FAVEUR ASSO L'ŒUVRE DU CHAT DON|",
		"2026-11-24 -890 EUR||FRAIS DE TENUE DE COMPTE|",
		"2026-11-24 -890 EUR||FRAIS DE TENUE DE COMPTE|",
		`2026-11-20 -24000 EUR||PRELEVEMENT HÉBERGEUR EXEMPLE "SERVEURS"|`,
	}
	if got := briefs(f); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if len(f.Unread) != 0 { // the foot has both totals and no day: it is no movement
		t.Errorf("%+v", f.Unread)
	}
	m.Debit = statement.None // one amount without a day may be a movement: it is said, not swallowed
	if f, err = statement.ReadCSV(file(t, "two_columns.csv"), m); err != nil || len(f.Unread) != 4 || f.Unread[3].Why != statement.NoDate {
		t.Errorf("%v %+v", err, f.Unread)
	}
}

func TestABankWithOneColumnOfAmountsIsGuessed(t *testing.T) {
	m, _, err := statement.Guess(file(t, "one_column.csv"))
	if err != nil || m.Encoding != statement.UTF8 || m.Delimiter != "," || m.HeadRow != 1 || m.Date != 0 || m.Counterparty != 1 || m.Amount != 2 || m.Currency != 3 ||
		m.Reference != 5 || m.BankRef != 7 || m.Decimal != "." || m.DateFormat != "2006-01-02" {
		t.Errorf("%v %+v", err, m)
	}
	f := read(t, "one_column.csv")
	want := []string{
		"2026-11-25 12000 EUR|Faire École Ensemble||CH4K7M9QXZ", "2026-11-24 125050 EUR|Zoé & Fils, SARL||Facture F2026-0007", "2026-11-24 -890 EUR|Banque Exemple||Monthly fee",
		`2026-11-23 -1200 USD|Cloud Inc.||=HYPERLINK("http://x")`,
	}
	for i, l := range f.Lines() {
		l.Text = ""
		if got := brief(l); got != want[i] {
			t.Errorf("got %s, want %s", got, want[i])
		}
	}
	if len(f.Lines()) != 4 || len(f.Unread) != 1 || f.Unread[0].Why != statement.NoAmount || f.Unread[0].Row != 6 {
		t.Errorf("%+v", f.Unread)
	}
}

func TestFilesWithoutHeadsOrInOtherShapesAreGuessed(t *testing.T) {
	for name, c := range map[string]struct{ content, want string }{
		"no heads":          {"25/11/2026;VIR ADA LOVELACE;120,00\n24/11/2026;FRAIS;-8,90\n", "2026-11-25 12000 EUR||VIR ADA LOVELACE|"},
		"tabs, short years": {"Date\tMontant\tLibellé\n25/11/26\t1 120,00 €\tVIR\n", "2026-11-25 112000 EUR||VIR|"},
		"UTF-16":            {"\xff\xfe" + strings.Join(strings.Split("Date;Libelle;Montant\n2026-11-25;VIR;12,5\n", ""), "\x00") + "\x00", "2026-11-25 1250 EUR||VIR|"},
		"value date apart":  {"Date de valeur;Date d'opération;Libellé;Montant\n26/11/2026;25/11/2026;VIR;+12,00\n", "2026-11-25 1200 EUR||VIR|"},
		"month first":       {"Date,Description,Amount\n11/25/2026,TRANSFER,12.00\n11/26/2026,X,1.00\n", "2026-11-25 1200 EUR||TRANSFER|"},
		"old Mac lines":     {"Date;Libellé;Montant\r25/11/2026;VIR;12,00\r", "2026-11-25 1200 EUR||VIR|"},
		"brackets":          {"Date;Libellé;Montant\n25/11/2026;VIR;(12,00)\n", "2026-11-25 -1200 EUR||VIR|"},
		"minus behind":      {"Date;Libellé;Montant\n25/11/2026;VIR;1.012,00-\n", "2026-11-25 -101200 EUR||VIR|"},
	} {
		t.Run(name, func(t *testing.T) {
			m, _, err := statement.Guess([]byte(c.content))
			if err != nil {
				t.Fatal(err)
			}
			f, err := statement.ReadCSV([]byte(c.content), m)
			if err != nil || len(f.Lines()) == 0 || brief(f.Lines()[0]) != c.want {
				t.Errorf("%v %+v\n%v", err, m, briefs(f))
			}
		})
	}
}

func TestTwinsInOneFileStayTwoAndAreKnownAgainInAnother(t *testing.T) {
	f := read(t, "two_columns.csv")
	a, b := f.Lines()[2], f.Lines()[3]
	if a.Digest != b.Digest || a.Occurrence != 1 || b.Occurrence != 2 {
		t.Errorf("%+v %+v", a, b)
	}
	known := map[string]bool{}
	for _, l := range f.Lines() {
		known[fmt.Sprint(l.Digest, l.Occurrence)] = true
	}
	later := strings.Replace(string(file(t, "two_columns.csv")), "25/11/2026;\"VIREMENT", "26/11/2026;\"AUTRE\";;1,00\r\n25/11/2026;\"VIREMENT", 1)
	later = strings.ReplaceAll(later, "FRAIS DE TENUE DE COMPTE\r\n", "Frais de tenue de  compte ") // the bank writes it otherwise this time
	m, _, _ := statement.Guess([]byte(later))
	again, err := statement.ReadCSV([]byte(later), m)
	if err != nil {
		t.Fatal(err)
	}
	fresh := 0
	for _, l := range again.Lines() {
		if !known[fmt.Sprint(l.Digest, l.Occurrence)] {
			fresh++
		}
	}
	if fresh != 1 || len(again.Lines()) != 6 {
		t.Errorf("%d are new of %d", fresh, len(again.Lines()))
	}
}

func TestAMappingSaysWhatItLacks(t *testing.T) {
	sound, _, _ := statement.Guess(file(t, "two_columns.csv"))
	for want, change := range map[statement.Mistake]func(*statement.Mapping){
		statement.NeedsDate:    func(m *statement.Mapping) { m.Date = statement.None },
		statement.NeedsAmount:  func(m *statement.Mapping) { m.Debit, m.Credit = statement.None, statement.None },
		statement.BothAmounts:  func(m *statement.Mapping) { m.Amount = 1 },
		statement.NeedsLabel:   func(m *statement.Mapping) { m.Labels = nil },
		statement.WrongSetting: func(m *statement.Mapping) { m.Date = 99 },
	} {
		m := sound
		change(&m)
		if got := m.Mistakes(4); !slices.Equal(got, []statement.Mistake{want}) {
			t.Errorf("%s: %v", want, got)
		}
		if _, err := statement.ReadCSV(file(t, "two_columns.csv"), m); !errors.Is(err, statement.ErrUnreadable) {
			t.Errorf("%s was read: %v", want, err)
		}
	}
	if got := sound.Mistakes(4); got != nil {
		t.Error(got)
	}
}

func TestTheFilesOfOneBankAreRecognisedByTheirHeads(t *testing.T) {
	a := statement.Signature([]string{"Date", "Libellé ", "Débit euros"}, 3, ";")
	if a != statement.Signature([]string{"date", "LIBELLE", "debit  euros", ""}, 4, ";") || a == statement.Signature([]string{"Date", "Libellé"}, 2, ";") {
		t.Error(a)
	}
	if statement.Signature(nil, 3, ";") == statement.Signature(nil, 4, ";") {
		t.Error("files without heads differ by their columns")
	}
}

func TestAHundredThousandLinesAreReadAtOnce(t *testing.T) {
	var out strings.Builder
	out.WriteString("Date;Libellé;Montant\n")
	for n := range 100_000 {
		fmt.Fprintf(&out, "25/11/2026;VIREMENT %d;%d,%02d\n", n, n, n%100)
	}
	m, _, err := statement.Guess([]byte(out.String()))
	if err != nil {
		t.Fatal(err)
	}
	f, err := statement.ReadCSV([]byte(out.String()), m)
	if err != nil || len(f.Lines()) != 99_999 { // the first is of nothing
		t.Errorf("%v %d", err, len(f.Lines()))
	}
}

// FuzzCAMT reads anything: no panic, no movement of nothing, days and digests for every line.
func FuzzCAMT(f *testing.F) {
	f.Add(file(f, "camt02.xml"))
	f.Add(file(f, "camt08.xml"))
	f.Add([]byte("<BkToCstmrStmt><Stmt><Ntry><Amt Ccy='EUR'>1</Amt></Ntry></Stmt></BkToCstmrStmt>"))
	f.Fuzz(func(t *testing.T, content []byte) {
		got, err := statement.ReadCAMT(content)
		if err == nil {
			sound(t, got)
		}
	})
}

// FuzzCSV guesses and reads anything, twice the same.
func FuzzCSV(f *testing.F) {
	f.Add(file(f, "two_columns.csv"))
	f.Add(file(f, "one_column.csv"))
	f.Add([]byte("a;b\n\"\x00;;\xff,1"))
	f.Fuzz(func(t *testing.T, content []byte) {
		m, table, err := statement.Guess(content)
		if err != nil {
			return
		}
		got, err := statement.ReadCSV(content, m)
		if err != nil {
			if len(m.Mistakes(table.Columns())) == 0 {
				t.Errorf("a mapping without mistakes cannot be used: %v", err)
			}
			return
		}
		sound(t, got)
		again, _ := statement.ReadCSV(content, m)
		if fmt.Sprint(got) != fmt.Sprint(again) {
			t.Error("read otherwise the second time")
		}
	})
}

func sound(t *testing.T, f statement.File) {
	t.Helper()
	for _, l := range f.Lines() {
		if l.Cents == 0 || len(l.BookedOn) != 10 || len(l.Digest) != 64 || l.Occurrence < 1 || strings.ContainsAny(l.Text+l.Counterparty, "\n\r\x00") {
			t.Errorf("%+v", l)
		}
	}
}
