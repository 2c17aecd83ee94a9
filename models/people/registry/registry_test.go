package registry_test

import (
	"strings"
	"testing"

	"chatiere/models/people/registry"
)

func TestRegistrationNumbers(t *testing.T) {
	cases := map[string]struct {
		country, typed string
		kind           registry.Kind
		text           string
		ok             bool
	}{
		"a SIREN with blanks":            {"FR", "732 829 320", registry.SIREN, "732829320", true},
		"a SIREN with narrow blanks":     {"FR", "732\u202f829\u202f320", registry.SIREN, "732829320", true},
		"a SIREN with a wrong digit":     {"FR", "732829321", registry.SIREN, "732829321", false},
		"only zeros":                     {"FR", "000000000", registry.SIREN, "000000000", false},
		"a SIRET":                        {"FR", "732 829 320 00074", registry.SIRET, "73282932000074", true},
		"a SIRET with a wrong place":     {"FR", "73282932000075", registry.SIRET, "73282932000075", false},
		"a post office":                  {"FR", "35600000049837", registry.SIRET, "35600000049837", true},
		"an association":                 {"FR", "w751234567", registry.RNA, "W751234567", true},
		"an association of Corsica":      {"FR", "W2A1001234", registry.RNA, "W2A1001234", true},
		"an association of La Réunion":   {"FR", "W9R1005431", registry.RNA, "W9R1005431", true},
		"an RNA that is too short":       {"FR", "W75123456", "", "W75123456", false},
		"an association of Alsace":       {"FR", "Volume 87, folio n° 123", registry.Local, "volume 87 folio 123", true},
		"anything":                       {"FR", "<script>", "", "<SCRIPT>", false},
		"nothing":                        {"FR", "", "", "", false},
		"a Belgian number":               {"BE", "0403.170.701", registry.Foreign, "0403.170.701", true},
		"a foreign number with a script": {"BE", "<b>1</b>", registry.Foreign, "<B>1</B>", false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got, ok := registry.Parse(c.country, c.typed)
			if got.Kind != c.kind || got.Text != c.text || ok != c.ok {
				t.Fatalf("%+v %v, want %s %q %v", got, ok, c.kind, c.text, c.ok)
			}
		})
	}
}

func TestTheSIRENIsInsideTheSIRET(t *testing.T) {
	n, _ := registry.Parse("FR", "73282932000074")
	association, _ := registry.Parse("FR", "W751234567")
	if n.SIREN() != "732829320" || association.SIREN() != "" {
		t.Fatal(n.SIREN(), association.SIREN())
	}
}

func TestVATNumbers(t *testing.T) {
	cases := map[string]struct {
		country, typed, text string
		ok                   bool
	}{
		"French":                        {"FR", "FR 44 732829320", "FR44732829320", true},
		"French, key starting with 0":   {"FR", "fr03512803495", "FR03512803495", true},
		"French with a wrong key":       {"FR", "FR45732829320", "FR45732829320", false},
		"French with a wrong SIREN":     {"FR", "FR44732829321", "FR44732829321", false},
		"French with a letter, right":   {"FR", "FR K7399859412", "FRK7399859412", true},
		"French with a letter, wrong":   {"FR", "FRK7399859413", "FRK7399859413", false},
		"Monaco has French numbers":     {"MC", "FR44732829320", "FR44732829320", true},
		"Greek as people write it":      {"GR", "GR123456789", "EL123456789", true},
		"Belgian":                       {"BE", "BE 0403.170.701", "BE0403170701", true},
		"Belgian in a German house":     {"DE", "BE0403170701", "BE0403170701", false},
		"without the letters":           {"FR", "44732829320", "44732829320", false},
		"Swiss":                         {"CH", "CHE-123.456.788", "CHE123456788", true},
		"nothing":                       {"FR", "", "", false},
		"a letter where none may stand": {"FR", "FROI732829320", "FROI732829320", false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if got, ok := registry.VAT(c.country, c.typed); got != c.text || ok != c.ok {
				t.Fatalf("%q %v, want %q %v", got, ok, c.text, c.ok)
			}
		})
	}
}

func FuzzNumbers(f *testing.F) {
	for _, seed := range []string{"732829320", "73282932000074", "W2A1001234", "vol 1 fol 2", "FR44732829320", "FRK7399859412", "é", "\x00", "GR"} {
		f.Add("FR", seed)
		f.Add("BE", seed)
	}
	f.Fuzz(func(t *testing.T, country, typed string) {
		n, ok := registry.Parse(country, typed)
		if again, still := registry.Parse(country, n.Text); ok && (!still || again != n) {
			t.Errorf("%q read as %+v, which reads as %+v", typed, n, again)
		}
		if vat, ok := registry.VAT(country, typed); ok && strings.ContainsAny(vat, " <>\"'\r\n") {
			t.Errorf("%q is taken as %q", typed, vat)
		}
		_ = n.SIREN()
	})
}
