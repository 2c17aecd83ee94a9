package billing_test

import (
	"errors"
	"os"
	"strings"
	"sync"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/billing/statement"
	"chatiere/models/collective"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

// bankFile is a CSV file with these rows of day, label and amount.
func bankFile(rows ...string) []byte {
	return []byte("Date;Libellé;Montant\n" + strings.Join(rows, "\n") + "\n")
}

// received sends a file, looks at nothing, and brings its lines in.
func received(t *testing.T, db *gorm.DB, content []byte) billing.BankStatement {
	t.Helper()
	ops := operator(t, db)
	s, err := billing.ReceiveStatement(ctx, db, ops, billing.Upload{Name: "releve.csv", Content: content})
	must(t, err)
	s, err = s.Import(ctx, db, ops, billing.ImportForm{Version: s.Version})
	must(t, err)
	return s
}

func bankLines(t *testing.T, db *gorm.DB) []billing.BankLine {
	t.Helper()
	page, err := billing.BankLines(ctx, db, operator(t, db), billing.LineFilter{Pile: billing.PileAll})
	must(t, err)
	return page.Items
}

func TestPAY4_TheSameFileAgainChangesNothingAndAnOverlapBringsWhatIsNew(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		first := bankFile("24/11/2026;FRAIS;-8,90", "24/11/2026;FRAIS;-8,90", "25/11/2026;VIR ADA;120,00")
		one := received(t, db, first)
		two := received(t, db, first)
		if one.ID != two.ID || one.Lines != 3 || len(bankLines(t, db)) != 3 {
			t.Errorf("%+v %+v", one, two)
		}
		over := received(t, db, bankFile("26/11/2026;VIR BOB;10,00", "25/11/2026;VIR  ADA ;120,00", "24/11/2026;FRAIS;-8,90", "24/11/2026;FRAIS;-8,90"))
		if over.Lines != 1 || over.Known != 3 || len(bankLines(t, db)) != 4 {
			t.Errorf("%+v", over)
		}
		third := received(t, db, bankFile("24/11/2026;FRAIS;-8,90", "24/11/2026;FRAIS;-8,90", "24/11/2026;FRAIS;-8,90"))
		if third.Lines != 1 || third.Known != 2 {
			t.Errorf("a third twin: %+v", third)
		}
	})
}

func TestAKnownLineThatIsAnotherMovementComesInWhenAPersonSaysSo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		ops := operator(t, db)
		received(t, db, bankFile("24/11/2026;FRAIS;-8,90", "24/11/2026;FRAIS;-8,90"))
		s, err := billing.ReceiveStatement(ctx, db, ops, billing.Upload{Name: "b.csv", Content: bankFile("24/11/2026;FRAIS;-8,90", "24/11/2026;FRAIS BANCAIRES;-8,90")})
		must(t, err)
		r, err := s.Read(ctx, db)
		must(t, err)
		if len(r.New) != 1 || len(r.Known) != 1 || r.Alike != 1 || !r.New[0].Alike || r.Sum != -890 {
			t.Fatalf("%+v", r)
		}
		s, err = s.Import(ctx, db, ops, billing.ImportForm{Version: s.Version, LeaveOut: true, Again: []string{r.Known[0].Place()}})
		must(t, err)
		if s.Lines != 1 || len(bankLines(t, db)) != 3 {
			t.Errorf("%+v", s)
		}
		if _, err := s.Import(ctx, db, ops, billing.ImportForm{Version: 1}); err != nil || len(bankLines(t, db)) != 3 {
			t.Error("imported twice:", err)
		}
	})
}

func TestTwoImportsAtOnceBringEachLineOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		ops := operator(t, db)
		var all []billing.BankStatement
		for _, extra := range []string{"1", "2", "3", "4"} {
			s, err := billing.ReceiveStatement(ctx, db, ops, billing.Upload{Name: extra, Content: bankFile("24/11/2026;FRAIS;-8,90", "25/11/2026;VIR ADA;120,00", "26/11/2026;"+extra+";1,00")})
			must(t, err)
			all = append(all, s)
		}
		var group sync.WaitGroup
		for _, s := range all {
			group.Go(func() {
				if _, err := s.Import(ctx, db, ops, billing.ImportForm{Version: s.Version}); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if n := len(bankLines(t, db)); n != 6 {
			t.Errorf("%d lines", n)
		}
	})
}

func TestAMappingIsRememberedForTheNextFileOfThatBank(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		ops := operator(t, db)
		odd := func(row string) []byte { return []byte("Quand;Quoi;Qui;Combien\n" + row + "\n") }
		s, err := billing.ReceiveStatement(ctx, db, ops, billing.Upload{Name: "a.csv", Content: odd("03/04/2026;adhésion;Ada;12,00")})
		must(t, err)
		f := s.MappingFilled()
		f.Date, f.Labels, f.Counterparty, f.Amount, f.HeadRow, f.DateFormat, f.Bank, f.Account = "0", []string{"1"}, "2", "3", 1, "01/02/2006", "Banque Exemple", "FR-1"
		must(t, s.Map(ctx, db, ops, f))
		if err := s.Map(ctx, db, ops, f); !errors.Is(err, store.ErrConflict) {
			t.Error("an old form overwrote a newer one:", err)
		}
		s, err = billing.FindStatement(ctx, db, ops, s.Ref)
		must(t, err)
		_, err = s.Import(ctx, db, ops, billing.ImportForm{Version: s.Version})
		must(t, err)
		next, err := billing.ReceiveStatement(ctx, db, ops, billing.Upload{Name: "b.csv", Content: odd("05/06/2026;don;Bob;1,00")})
		must(t, err)
		r, err := next.Read(ctx, db)
		must(t, err)
		if next.Bank != "Banque Exemple" || next.Account != "FR-1" || len(r.New) != 1 || r.New[0].BookedOn != "2026-05-06" || r.New[0].Counterparty != "Bob" || r.New[0].Account != "FR-1" {
			t.Errorf("%+v\n%+v", next, r.New)
		}
		for field, change := range map[string]func(*billing.MappingForm){
			"date": func(f *billing.MappingForm) { f.Date = "" }, "amount": func(f *billing.MappingForm) { f.Amount = "" },
			"label": func(f *billing.MappingForm) { f.Labels, f.Counterparty = nil, "" }, "encoding": func(f *billing.MappingForm) { f.Value = "77" }, "account": func(f *billing.MappingForm) { f.Account = "" },
		} {
			wrong := next.MappingFilled()
			change(&wrong)
			if said, bad := store.AsInvalid(next.Map(ctx, db, ops, wrong)); !bad || said[field].Key == "" {
				t.Errorf("%s: %v", field, said)
			}
		}
	})
}

func TestFilesThatAreNoStatementsAreRefusedInWords(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		for name, content := range map[string]string{
			"nothing": "", "a PDF": "%PDF-1.7\n…", "a spreadsheet": "PK\x03\x04xxxx", "other XML": "<?xml version='1.0'?><html/>", "too large": strings.Repeat("x", statement.MaxBytes+1),
		} {
			if _, err := billing.ReceiveStatement(ctx, db, operator(t, db), billing.Upload{Name: name, Content: []byte(content)}); err == nil {
				t.Errorf("%s was taken", name)
			} else if said, bad := store.AsInvalid(err); !bad || said["file"].Key == "" {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := billing.ReceiveStatement(ctx, db, accountant(t, db), billing.Upload{Name: "x", Content: bankFile("24/11/2026;x;1,00")}); !errors.Is(err, store.ErrForbidden) {
			t.Error("an accountant imports:", err)
		}
		s, err := billing.ReceiveStatement(ctx, db, operator(t, db), billing.Upload{Name: "x", Content: bankFile("24/11/2026;x;1,00")})
		must(t, err)
		must(t, s.Discard(ctx, db, operator(t, db)))
		var left int64
		must(t, db.Raw("select (select count(*) from bank_statements) + (select count(*) from files)").Scan(&left).Error)
		if left != 0 {
			t.Error("the discarded file is still there")
		}
	})
}

func TestCAMTComesInWithItsBalancesAndMovements(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		content, err := os.ReadFile("statement/testdata/camt02.xml")
		must(t, err)
		s := received(t, db, content)
		if s.Format != statement.CAMT || s.Lines != 7 || *s.OpeningCents != 100000 || *s.ClosingCents != 148660 || s.Account != "FR7630006000011234567890189" || s.FromOn != "2026-11-25" {
			t.Errorf("%+v", s)
		}
		last, known, err := billing.LastClosing(ctx, db)
		if err != nil || !known || last.ID != s.ID {
			t.Errorf("%v %v", known, err)
		}
		piles, err := billing.PilesOf(ctx, db)
		must(t, err)
		if piles.In != 5 || piles.Out != 2 || piles.InCents != 53550 || piles.OutCents != -4890 || piles.Oldest != "2026-11-25" {
			t.Errorf("%+v", piles)
		}
	})
}
