package facturx_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"chatiere/models/billing/facturx"
)

// again writes the golden files anew, to be read by eyes before they are kept.
var again = flag.Bool("again", false, "write the golden files anew")

// categories are all categories of VAT that some document may have.
var categories = []string{"S", "Z", "E", "AE", "O", "K", "G"}

// samples are sound documents of every kind.
func samples() map[string]facturx.Document {
	all := map[string]facturx.Document{}
	for _, category := range categories {
		all[category] = sample(category)
	}
	between, note, full := sample("S"), sample("S"), sample("S")
	french(&between)
	note.Type, note.DueOn, note.Terms, note.Preceding = facturx.CreditNote, "", "En déduction de ce qui est dû.", []facturx.Preceding{{Number: "F2026-0001", IssuedOn: "2026-01-05"}}
	french(&full)
	rich(&full)
	all["french"], all["credit"], all["rich"] = between, note, full
	return all
}

func TestASoundDocumentOfEachKindBreaksNoRule(t *testing.T) {
	for name, d := range samples() {
		t.Run(name, func(t *testing.T) {
			for _, b := range facturx.Check(d) {
				t.Error(b)
			}
		})
	}
}

func TestWhatIsWrittenIsReadBackWholeAndTheBytesNeverChange(t *testing.T) {
	for name, d := range samples() {
		t.Run(name, func(t *testing.T) {
			written := facturx.Write(d)
			for range 5 {
				if !bytes.Equal(written, facturx.Write(d)) {
					t.Fatal("the same document has other bytes")
				}
			}
			read, err := facturx.Read(written)
			if err != nil || !reflect.DeepEqual(read, d) {
				t.Fatalf("%v\nread  %+v\nwrote %+v", err, read, d)
			}
		})
	}
}

func TestTheOrderOfElementsIsThatOfTheSchema(t *testing.T) {
	for name, d := range samples() {
		golden, written := filepath.Join("testdata", name+".xml"), facturx.Write(d)
		if *again {
			if err := os.WriteFile(golden, written, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil || !bytes.Equal(written, want) {
			t.Errorf("%s differs (%v)", golden, err)
		}
	}
}

// wrongFiles are files that must be refused, each made of a sound one.
func wrongFiles() map[string][]byte {
	sound := string(facturx.Write(samples()["rich"]))
	change := func(old, with string) []byte {
		if !strings.Contains(sound, old) {
			panic(old)
		}
		return []byte(strings.Replace(sound, old, with, 1))
	}
	return map[string][]byte{
		"nothing":                   nil,
		"no markup":                 []byte("F2026-0042"),
		"another root":              []byte("<html/>"),
		"two roots":                 []byte(sound + sound[strings.Index(sound, "<rsm"):]),
		"cut off":                   []byte(sound[:len(sound)/2]),
		"a document type":           change("?>\n", "?>\n<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>\n"),
		"an entity":                 change("Indie.Host SCIC", "&e;"),
		"another charset":           change("UTF-8", "ISO-8859-1"),
		"an unknown element":        change("<ram:TypeCode>380", "<ram:Name>Facture</ram:Name><ram:TypeCode>380"),
		"elements out of order":     change("<ram:PostcodeCode>75011</ram:PostcodeCode>\n          <ram:LineOne>1 rue du Chat</ram:LineOne>", "<ram:LineOne>1 rue du Chat</ram:LineOne><ram:PostcodeCode>75011</ram:PostcodeCode>"),
		"an element twice":          change("<ram:TypeCode>380</ram:TypeCode>", "<ram:TypeCode>380</ram:TypeCode><ram:TypeCode>381</ram:TypeCode>"),
		"an unknown attribute":      change("<ram:ID>F2026-0042", `<ram:ID schemeID="x">F2026-0042`),
		"text between elements":     change("<ram:BuyerReference>", "hello <ram:BuyerReference>"),
		"another namespace":         change("xmlns:ram=\"urn:un", "xmlns:ram=\"urn:other"),
		"a tax that is not VAT":     change("<ram:TypeCode>VAT", "<ram:TypeCode>GST"),
		"a number in words":         change("<ram:LineTotalAmount>100.00", "<ram:LineTotalAmount>cent"),
		"a number with an exponent": change("<ram:LineTotalAmount>100.00", "<ram:LineTotalAmount>1e2"),
		"an endless number":         change("<ram:LineTotalAmount>100.00", "<ram:LineTotalAmount>"+strings.Repeat("9", 40)),
		"no day":                    change(">20261125<", ">20261325<"),
		"a day of another format":   change(`format="102"`, `format="203"`),
		"a maybe":                   change("<udt:Indicator>false", "<udt:Indicator>maybe"),
		"a third tax number":        change(`schemeID="VA"`, `schemeID="XX"`),
		"a sum in another currency": change(`currencyID="CHF"`, `currencyID="USD"`),
		"too deep":                  []byte(strings.Repeat("<a>", 100)),
		"too long":                  bytes.Repeat([]byte(" "), 5<<20),
	}
}

func TestWhatIsNotUnderstoodIsRefusedAndNeverDropped(t *testing.T) {
	for name, content := range wrongFiles() {
		t.Run(name, func(t *testing.T) {
			if d, err := facturx.Read(content); !errors.Is(err, facturx.ErrForeign) {
				t.Errorf("%v, read as %+v", err, d)
			}
		})
	}
}

func TestPrefixesAndBlanksOfAnotherWriterDoNotMatter(t *testing.T) {
	d := sample("S")
	text := string(facturx.Write(d))
	text = strings.NewReplacer("ram:", "a:", "xmlns:ram", "xmlns:a", "rsm:", "b:", "xmlns:rsm", "xmlns:b", "\n", "\n\n\t").Replace(text)
	read, err := facturx.Read([]byte("\ufeff" + text + "<!-- bye -->"))
	if err != nil || !reflect.DeepEqual(read, d) {
		t.Errorf("%v, %+v", err, read)
	}
}

func TestADecimalIsWrittenAsItIsRead(t *testing.T) {
	for text, want := range map[string]string{
		"0": "0", "-0.00": "0.00", "007": "7", "12.340": "12.340", "-1.05": "-1.05", "0.0001": "0.0001", "-0.5": "-0.5", " 3 ": "3", "999999999999999999": "999999999999999999",
		"": "!", ".": "!", "1.": "!", ".5": "!", "+1": "!", "1e3": "!", "1,5": "!", "--1": "!", "1000000000000000000": "!", "0x1": "!", "١": "!",
	} {
		d, err := facturx.ParseDecimal(text)
		if got := d.String(); err == nil && got != want || err != nil && want != "!" {
			t.Errorf("%q is read as %q (%v), want %q", text, got, err, want)
		}
	}
	if n, whole := facturx.Number(3).Cents(); n != 300 || !whole {
		t.Error(n, whole)
	}
	if _, whole := (facturx.Decimal{}).Cents(); whole {
		t.Error("no number counts in cents")
	}
}

func FuzzRead(f *testing.F) {
	for _, d := range samples() {
		f.Add(facturx.Write(d))
	}
	for _, content := range wrongFiles() {
		if len(content) < 20_000 {
			f.Add(content)
		}
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		d, err := facturx.Read(content)
		if err != nil {
			if !errors.Is(err, facturx.ErrForeign) {
				t.Fatal(err)
			}
			return
		}
		facturx.Check(d)
		back, err := facturx.Read(facturx.Write(d))
		if err != nil || !reflect.DeepEqual(back, d) {
			t.Fatalf("%v\nread    %+v\nwritten %+v", err, d, back)
		}
	})
}
