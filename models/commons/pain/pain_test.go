package pain_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"chatiere/models/commons/pain"
)

var update = flag.Bool("update", false, "write the golden file anew")

func order() pain.File {
	return pain.File{
		ID: "LOT-2026-1", Created: time.Date(2026, 12, 1, 10, 30, 0, 0, time.UTC), On: "2026-12-08",
		Debtor: pain.Party{Name: "Les Chats libres", IBAN: "FR1420041010050500013M02606", BIC: "PSSTFRPPXXX"},
		Payments: []pain.Payment{
			{ID: "R2026-1", To: pain.Party{Name: "Projet Exemple", IBAN: "FR7630006000011234567890189"}, Cents: 857, Text: "Redistribution 2026 R2026-1"},
			{ID: "R2026-2", To: pain.Party{Name: "Œuvre & Développement « Été »", IBAN: "DE89370400440532013000", BIC: "COBADEFF"}, Cents: 572, Text: "Redistribution 2026 R2026-2 https://chats.example/fr/"},
		},
	}
}

func TestTheFileIsTheGoldenOneAndTheSameAgain(t *testing.T) {
	got, err := pain.Write(order())
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("testdata/order.xml", got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/order.xml")
	if err != nil {
		t.Fatal(err)
	}
	again, err := pain.Write(order())
	if err != nil || !bytes.Equal(got, want) || !bytes.Equal(got, again) {
		t.Errorf("%v\n%s", err, got)
	}
}

func TestWhatNoBankTakesIsNotWritten(t *testing.T) {
	for name, spoil := range map[string]func(*pain.File){
		"no payment":         func(f *pain.File) { f.Payments = nil },
		"a Sunday":           func(f *pain.File) { f.On = "2026-12-06" },
		"Christmas":          func(f *pain.File) { f.On = "2026-12-25" },
		"no day":             func(f *pain.File) { f.On = "8 December" },
		"a day that is past": func(f *pain.File) { f.On = "2026-11-30" },
		"nothing":            func(f *pain.File) { f.Payments[0].Cents = 0 },
		"too much":           func(f *pain.File) { f.Payments[0].Cents = 100_000_000_000 },
		"a wrong account":    func(f *pain.File) { f.Payments[0].To.IBAN = "FR7630006000011234567890188" },
		"our wrong account":  func(f *pain.File) { f.Debtor.IBAN = "" },
		"a wrong bank code":  func(f *pain.File) { f.Payments[1].To.BIC = "COBA" },
		"twice the same id":  func(f *pain.File) { f.Payments[1].ID = "R2026-1" },
		"a long id":          func(f *pain.File) { f.Payments[1].ID = strings.Repeat("R", 36) },
		"an id of slashes":   func(f *pain.File) { f.Payments[1].ID = "R2026//2" },
		"an id that ends so": func(f *pain.File) { f.Payments[1].ID = "R2026/" },
		"an id with accents": func(f *pain.File) { f.ID = "Été" },
		"a foreign name":     func(f *pain.File) { f.Payments[0].To.Name = "プロジェクト" },
	} {
		f := order()
		spoil(&f)
		if _, err := pain.Write(f); !errors.Is(err, pain.ErrRefused) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestEachCheckSeesWhatIsSpoilt(t *testing.T) {
	sound, err := pain.Write(order())
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string][2]string{
		"the sum of the header":   {"<CtrlSum>14.29</CtrlSum>", "<CtrlSum>14.30</CtrlSum>"},
		"an amount":               {">8.57<", ">8.58<"},
		"three decimals":          {">8.57<", ">8.570<"},
		"the count":               {"<NbOfTxs>2</NbOfTxs>", "<NbOfTxs>3</NbOfTxs>"},
		"a currency":              {`Ccy="EUR"`, `Ccy="USD"`},
		"a bare date, as in .03":  {"<Dt>2026-12-08</Dt>", "2026-12-08"},
		"a day off":               {"<Dt>2026-12-08</Dt>", "<Dt>2026-12-12</Dt>"},
		"BIC for BICFI":           {"BICFI>PSSTFRPPXXX</BICFI", "BIC>PSSTFRPPXXX</BIC"},
		"another version":         {"pain.001.001.09", "pain.001.001.03"},
		"the order":               {"<PmtMtd>TRF</PmtMtd>\n      <BtchBookg>true</BtchBookg>", "<BtchBookg>true</BtchBookg>\n      <PmtMtd>TRF</PmtMtd>"},
		"an unknown element":      {"<ChrgBr>SLEV</ChrgBr>", "<ChrgBr>SLEV</ChrgBr><Purp>X</Purp>"},
		"a missing element":       {"<ChrgBr>SLEV</ChrgBr>", ""},
		"who pays the charges":    {"SLEV", "SHAR"},
		"a character":             {"Projet Exemple", "Projet_Exemple"},
		"a name that is too long": {"Projet Exemple", strings.Repeat("n", 71)},
		"a text that is too long": {"Redistribution 2026 R2026-1<", strings.Repeat("n", 141) + "<"},
		"an id twice":             {"<EndToEndId>R2026-2", "<EndToEndId>R2026-1"},
		"an empty id":             {"<EndToEndId>R2026-2", "<EndToEndId>"},
		"an account number":       {"FR7630006000011234567890189", "FR7630006000011234567890188"},
		"a byte order mark":       {"<?xml", "\ufeff<?xml"},
		"a text between":          {"<GrpHdr>", "<GrpHdr>x"},
		"two documents":           {"</Document>", "</Document><Document xmlns=\"" + pain.Namespace + "\"/>"},
		"a directive":             {"<Document", "<!DOCTYPE x><Document"},
		"cut short":               {"</Document>", ""},
		"an unknown attribute":    {"<PmtMtd>", `<PmtMtd lang="fr">`},
		"an attribute of a group": {"<SvcLvl>", `<SvcLvl nil="true">`},
		"a namespace named twice": {"<Document xmlns", `<Document xmlns="urn:x" xmlns`},
		"a text after it all":     {"</Document>", "</Document>x"},
		"a late XML declaration":  {"<?xml", " <?xml"},
		"a part of a second":      {"<CreDtTm>2026-12-01T10:30:00", "<CreDtTm>2026-12-01T10:30:00,5"},
		"no year":                 {"<CreDtTm>2026", "<CreDtTm>0000"},
		"a time without its T":    {"<CreDtTm>2026-12-01T", "<CreDtTm>2026-12-01 "},
		"a day with its zone":     {"<Dt>2026-12-08", "<Dt>2026-12-08Z"},
		"no sum at all":           {"<CtrlSum>14.29</CtrlSum>", ""},
		"no name of ours":         {"<InitgPty>\n        <Nm>Les Chats libres</Nm>\n      </InitgPty>", ""},
		"an account elsewhere":    {"<Cdtr>", "<CdtrAcct><Id><IBAN>FR7630006000011234567890189</IBAN></Id></CdtrAcct><Cdtr>"},
		"an amount below zero":    {">8.57<", ">-8.57<"},
		"no currency":             {` Ccy="EUR"`, ""},
		"a bank code too long":    {"COBADEFF", "COBADEFFXXXX"},
		"another encoding":        {"UTF-8", "ISO-8859-1"},
		"a sign of control":       {"Projet Exemple", "Projet&#1;Exemple"},
		"the bank named twice":    {"<BICFI>PSSTFRPPXXX</BICFI>", "<BICFI>PSSTFRPPXXX</BICFI><Othr><Id>NOTPROVIDED</Id></Othr>"},
	} {
		spoilt := bytes.Replace(sound, []byte(change[0]), []byte(change[1]), 1)
		if bytes.Equal(spoilt, sound) {
			t.Errorf("%s: nothing was changed", name)
		} else if err := pain.Check(spoilt); !errors.Is(err, pain.ErrRefused) {
			t.Errorf("%s was not seen: %v", name, err)
		}
	}
	if err := pain.Check(sound); err != nil {
		t.Error(err)
	}
}

func TestTextsAreWrittenWithTheSignsOfBanks(t *testing.T) {
	for text, want := range map[string]string{
		"Élan & Cœur": "Elan + Coeur", "12 €": "12 EUR", "l’été « libre »": "l'ete ' libre '", " a\n b\t c ": "a b c", "Straße": "Strasse",
		"https://a.example//x/": "https:/a.example/x", "ﬁn": "fin", "a@b.example": "a(at)b.example", "日本": "..", "": "",
	} {
		if got := pain.Plain(text, 70); got != want {
			t.Errorf("%q: %q, not %q", text, got, want)
		}
	}
	if got := pain.Plain(strings.Repeat("œ", 40), 70); got != strings.Repeat("oe", 35) { // cut after it was written out
		t.Errorf("%d %q", len(got), got)
	}
}

func TestBankingDaysAreThoseOfTheEuro(t *testing.T) {
	for day, want := range map[string]string{
		"2026-01-01": "2026-01-02", "2026-04-03": "2026-04-07", "2026-04-06": "2026-04-07", "2026-05-01": "2026-05-04", "2026-12-25": "2026-12-28",
		"2027-03-26": "2027-03-30", "2026-07-14": "2026-07-14", "2026-11-28": "2026-11-30",
	} {
		d, _ := time.Parse(time.DateOnly, day)
		if got := pain.NextBankingDay(d).Format(time.DateOnly); got != want {
			t.Errorf("%s: %s, not %s", day, got, want)
		}
	}
}

func FuzzPlain(f *testing.F) {
	f.Add("Élan & Cœur // x")
	f.Fuzz(func(t *testing.T, text string) {
		got := pain.Plain(text, 35)
		if len(got) > 35 || !utf8.ValidString(got) || strings.Contains(got, "//") || pain.Plain(got, 35) != got {
			t.Errorf("%q: %q", text, got)
		}
	})
}

func FuzzCheck(f *testing.F) {
	sound, _ := pain.Write(order())
	f.Add(sound)
	f.Fuzz(func(_ *testing.T, content []byte) { _ = pain.Check(content) })
}
