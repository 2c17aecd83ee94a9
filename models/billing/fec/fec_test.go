package fec_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"chatiere/models/billing/fec"
)

// year is a small sound file: an opening balance, a sale and its payment, and an hour given.
func year() []fec.Line {
	line := func(journal, name, number, on, account, label, piece, text string, debit, credit int64) fec.Line {
		return fec.Line{
			Journal: journal, JournalName: name, Number: number, On: on, Account: account, AccountName: label, Piece: piece, PieceOn: on, Label: text,
			Debit: debit, Credit: credit, ValidOn: on,
		}
	}
	lines := []fec.Line{
		line("BQ", "Banque", "BQ00001", "2026-10-15", "512000", "Banques", "payment x", "Virement", 12000, 0),
		line("BQ", "Banque", "BQ00001", "2026-10-15", "411000", "Clients", "payment x", "Virement", 0, 12000),
		line("CV", "Contributions", "CV00001", "2026-10-16", "864000", "Personnel bénévole", "c1", "Heures", 1200, 0),
		line("CV", "Contributions", "CV00001", "2026-10-16", "875000", "Bénévolat", "c1", "Heures", 0, 1200),
		line("VE", "Ventes", "VE00001", "2026-09-30", "411000", "Clients", "F2026-0001", "Abonnement T3 2026", 12000, 0),
		line("VE", "Ventes", "VE00001", "2026-09-30", "706000", "Prestations de services", "F2026-0001", "Abonnement T3 2026", 0, 10000),
		line("VE", "Ventes", "VE00001", "2026-09-30", "445710", "TVA collectée", "F2026-0001", "Abonnement T3 2026", 0, 2000),
		line("RAN", "Reports à nouveau", "RAN00001", "2026-01-01", "512000", "Banques", "RAN 2026", "Report", 500, 0),
		line("RAN", "Reports à nouveau", "RAN00001", "2026-01-01", "110000", "Report", "RAN 2026", "Report", 0, 500),
	}
	for _, i := range []int{1, 4} {
		lines[i].Aux, lines[i].AuxName, lines[i].Letter, lines[i].LetteredOn = "C00017", "Association Exemple", "A", "2026-10-15"
	}
	fec.Sort(lines)
	return lines
}

func expected() fec.Expected {
	return fec.Expected{SIREN: "000000018", From: "2026-01-01", To: "2026-12-31", Sales: "VE", InKind: "CV", Issued: map[string]bool{"F2026-0001": true}}
}

func TestTheGoldenSampleIsWrittenAsTheLawSays(t *testing.T) {
	sample := []fec.Line{
		{"VE", "Ventes", "VE00042", "2026-09-30", "411000", "Clients", "C00017", "Association Exemple", "F2026-00042", "2026-09-30", "Abonnement T3 2026", 12000, 0, "", "", "2026-10-01", "", ""},
		{"VE", "Ventes", "VE00042", "2026-09-30", "706000", "Prestations de services", "", "", "F2026-00042", "2026-09-30", "Abonnement T3 2026", 0, 10000, "", "", "2026-10-01", "", ""},
		{"VE", "Ventes", "VE00042", "2026-09-30", "445710", "TVA collectée", "", "", "F2026-00042", "2026-09-30", "Abonnement T3 2026", 0, 2000, "", "", "2026-10-01", "", ""},
	}
	const golden = `JournalCode|JournalLib|EcritureNum|EcritureDate|CompteNum|CompteLib|CompAuxNum|CompAuxLib|PieceRef|PieceDate|EcritureLib|Debit|Credit|EcritureLet|DateLet|ValidDate|Montantdevise|Idevise
VE|Ventes|VE00042|20260930|411000|Clients|C00017|Association Exemple|F2026-00042|20260930|Abonnement T3 2026|120,00|0,00|||20261001||
VE|Ventes|VE00042|20260930|706000|Prestations de services|||F2026-00042|20260930|Abonnement T3 2026|0,00|100,00|||20261001||
VE|Ventes|VE00042|20260930|445710|TVA collect` + "\xe9" + `e|||F2026-00042|20260930|Abonnement T3 2026|0,00|20,00|||20261001||
`
	want := strings.ReplaceAll(strings.ReplaceAll(golden, "|", "\t"), "\n", "\r\n")
	if got := fec.Write(sample); string(got) != want {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
	if name := fec.Name("123456782", "2026-12-31"); name != "123456782FEC20261231.txt" {
		t.Error(name)
	}
}

func TestASoundFileIsSoundAndReadsBackAsItWas(t *testing.T) {
	lines := year()
	report := fec.Check(fec.Write(lines), expected())
	if !report.Sound() || report.Lines != 9 || report.Entries != 4 || report.DebitCents != 25700 || report.CreditCents != 25700 {
		t.Errorf("%+v", report)
	}
	back, err := fec.Read(fec.Write(lines))
	if err != nil || !slices.Equal(back, lines) {
		t.Errorf("%v\n%+v\n%+v", err, back, lines)
	}
}

func TestOtherShapesOfTheLawAreReadToo(t *testing.T) {
	ours := strings.ReplaceAll(strings.ReplaceAll(string(fec.Write(year())), "\xe9", "é"), "\xe0", "à")
	for name, other := range map[string]string{
		"bars":             strings.ReplaceAll(ours, "\t", "|"),
		"UTF-8 with mark":  "\ufeff" + ours,
		"lines end by LF":  strings.ReplaceAll(ours, "\r\n", "\n"),
		"lines end by CR":  strings.ReplaceAll(ours, "\r\n", "\r"),
		"no end of a line": strings.TrimSuffix(ours, "\r\n"),
	} {
		t.Run(name, func(t *testing.T) {
			if r := fec.Check([]byte(other), expected()); !r.Sound() {
				t.Errorf("%+v", r.Violations)
			}
			if back, err := fec.Read([]byte(other)); err != nil || !slices.Equal(back, year()) {
				t.Errorf("%v %+v", err, back)
			}
		})
	}
}

// TestEachRuleIsSeenToFailOnABrokenFile breaks a sound file in one place for each rule.
func TestEachRuleIsSeenToFailOnABrokenFile(t *testing.T) {
	swap := func(old, now string) func(string) string {
		return func(s string) string {
			if !strings.Contains(s, old) {
				panic("the sample has no " + old)
			}
			return strings.Replace(s, old, now, 1)
		}
	}
	for rule, b := range map[fec.Rule]struct {
		line   int
		breaks func(string) string
		change func(*fec.Expected)
	}{
		fec.WrongHead:      {line: 1, breaks: swap("EcritureLet", "Lettrage")},
		fec.WrongColumns:   {line: 2, breaks: swap("RAN 2026\t20260101", "RAN 2026")},
		fec.OddSigns:       {line: 7, breaks: swap("Virement", "Vire\x00ment")},
		fec.Empty:          {line: 7, breaks: swap("Virement", "")},
		fec.WrongDate:      {line: 7, breaks: swap("payment x\t20261015", "payment x\t20261315")},
		fec.OutsideYear:    {line: 2, change: func(e *fec.Expected) { e.From = "2026-02-01" }},
		fec.ValidatedEarly: {line: 7, breaks: swap("120,00\t0,00\t\t\t20261015", "120,00\t0,00\t\t\t20261014")},
		fec.WrongAmount:    {line: 4, breaks: swap("120,00", "120.00")},
		fec.NotOneSide:     {line: 4, breaks: swap("120,00\t0,00", "120,00\t1,00")},
		fec.Unbalanced:     {line: 4, breaks: swap("120,00", "121,00")},
		fec.WrongTotal:     {line: 0, breaks: swap("120,00", "121,00")},
		fec.Gap:            {line: 4, breaks: func(s string) string { return strings.ReplaceAll(s, "VE00001", "VE00002") }},
		fec.Twice: {line: 10, breaks: func(s string) string {
			return strings.Replace(s, "CV\tContributions\tCV00001\t20261016\t875000", "VE\tVentes\tVE00001\t20261016\t875000", 1)
		}},
		fec.WrongAccount: {line: 7, breaks: swap("512000\tBanques\t\t\tpayment", "912000\tBanques\t\t\tpayment")},
		fec.HalfLetter:   {line: 4, breaks: swap("A\t20261015", "A\t")},
		fec.LetterOff:    {line: 4, breaks: swap("A\t20261015", "B\t20261015")},
		fec.UnknownPiece: {line: 4, change: func(e *fec.Expected) { e.Issued = map[string]bool{} }},
		fec.MissingPiece: {line: 0, change: func(e *fec.Expected) { e.Issued["F2026-0002"] = true }},
		fec.WrongSIREN:   {line: 0, change: func(e *fec.Expected) { e.SIREN = "123456789" }},
		fec.InKindMixed:  {line: 9, breaks: swap("CV\tContributions\tCV00001\t20261016\t864000", "CV\tContributions\tCV00001\t20261016\t641000")},
		fec.OutOfOrder: {line: 9, breaks: func(s string) string {
			lines := strings.SplitAfter(s, "\r\n")
			return lines[0] + strings.Join(lines[3:10], "") + strings.Join(lines[1:3], "")
		}},
	} {
		t.Run(string(rule), func(t *testing.T) {
			lines := year()
			fec.Sort(lines)
			content, e := string(fec.Write(lines)), expected()
			if b.breaks != nil {
				content = b.breaks(content)
			}
			if b.change != nil {
				b.change(&e)
			}
			report := fec.Check([]byte(content), e)
			if !slices.ContainsFunc(report.Violations, func(v fec.Violation) bool { return v.Rule == rule && v.Line == b.line }) {
				t.Errorf("line %d was not caught: %+v\n%s", b.line, report.Violations, content)
			}
		})
	}
}

// TestSeveralMistakesOfALineAreToldInTheOrderOfTheColumns, each time the same.
func TestSeveralMistakesOfALineAreToldInTheOrderOfTheColumns(t *testing.T) {
	lines := year()
	fec.Sort(lines)
	content := strings.NewReplacer("120,00\t0,00", "120.00\t0.00", "F2026-0001\t20260930", "F2026-0001\t20261301", "VE00001\t20260930", "VE00001\t20261301").Replace(string(fec.Write(lines)))
	for range 20 {
		var found []string
		for _, v := range fec.Check([]byte(content), expected()).Violations {
			if v.Line == 4 && (v.Rule == fec.WrongAmount || v.Rule == fec.WrongDate) {
				found = append(found, v.Column)
			}
		}
		if want := []string{"EcritureDate", "PieceDate", "Debit", "Credit"}; !slices.Equal(found, want) {
			t.Fatalf("%q, want %q\n%s", found, want, content)
		}
		if _, err := fec.Read([]byte(content)); err == nil || !strings.Contains(err.Error(), "EcritureDate") {
			t.Fatal(err)
		}
	}
}

func TestALongReportIsCutAndSaysHowMuchIsLeft(t *testing.T) {
	broken := bytes.ReplaceAll(fec.Write(year()), []byte("\r\n"), []byte("\r\n\r\n"))
	report := fec.Check(bytes.Repeat(broken, 100), expected())
	if len(report.Violations) != fec.Most || report.More == 0 {
		t.Errorf("%d and %d more", len(report.Violations), report.More)
	}
}

func TestTextsStayOnTheirLineInTheirAlphabet(t *testing.T) {
	for typed, want := range map[string]string{
		"Œuvre d’été – 10 €": "\xbcuvre d'\xe9t\xe9 - 10 \xa4", "a\tb|c\nd": "a b c d", "Łódź": "L\xf3dz", "漢字": "??", " x\u00a0y ": "x y", "e\u0301": "\xe9", "=1+1": "=1+1",
	} {
		content := string(fec.Write([]fec.Line{{Label: typed}}))
		if got := strings.Split(strings.Split(content, "\r\n")[1], "\t")[10]; got != want {
			t.Errorf("%q became %q, want %q", typed, got, want)
		}
	}
}

func TestTheDescriptionNamesEveryColumnAndJournal(t *testing.T) {
	text := string(fec.Description(fec.Described{
		Body: "Collectif", SIREN: "000000018", From: "2026-01-01", To: "2026-12-31", Journals: map[string]string{"VE": "Ventes", "BQ": "Banque"}, Lines: 9, Entries: 4, Debits: 25700, Program: "Chatiere x",
	}))
	for _, words := range []string{"000000018FEC20261231.txt", "JournalCode", "Idevise", "ISO 8859-15", "tabulation", "VE   Ventes", "257,00 EUR", "du 01/01/2026 au 31/12/2026"} {
		if !strings.Contains(text, words) {
			t.Errorf("no %q in\n%s", words, text)
		}
	}
	if strings.Contains(text, "é") {
		t.Error("the description is not in the file's alphabet")
	}
}

// FuzzFEC reads anything: what is read can be written and read again, and a sound report means that both sides are equal.
func FuzzFEC(f *testing.F) {
	f.Add(fec.Write(year()))
	f.Add([]byte("JournalCode|x\n|||"))
	f.Add([]byte("\xef\xbb\xbf\r\r\n\t\t\t-0,00"))
	f.Fuzz(func(t *testing.T, content []byte) {
		report := fec.Check(content, expected())
		if report.Sound() && report.DebitCents != report.CreditCents {
			t.Error("sound, and not balanced")
		}
		lines, err := fec.Read(content)
		if err != nil {
			return
		}
		again, err := fec.Read(fec.Write(lines))
		if err != nil {
			t.Fatalf("%v in %q", err, fec.Write(lines))
		}
		if fmt.Sprint(fec.Write(again)) != fmt.Sprint(fec.Write(lines)) {
			t.Errorf("%+v became %+v", lines, again)
		}
	})
}
