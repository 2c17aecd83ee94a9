package locales

import (
	"math"
	"testing"
)

func TestMoneyIsWrittenByLanguage(t *testing.T) {
	same(t, Money("fr", 1250, "EUR"), "12,50\u00a0€")
	same(t, Money("fr", -123456789, "EUR"), "-1\u202f234\u202f567,89\u00a0€")
	same(t, Money("en", -123456789, "EUR"), "-€1,234,567.89")
	same(t, Money("en", 5, "CHF"), "CHF\u00a00.05")
	same(t, Money("fr", 5, "CHF"), "0,05\u00a0CHF")
	same(t, MoneyShort("fr", 1200, "EUR"), "12\u00a0€")
	same(t, MoneyShort("en", 1250, "EUR"), "€12.50")
	same(t, MoneyShort("en", -100, "EUR"), "-€1")
	same(t, Money("en", math.MinInt64, "EUR"), "-€92,233,720,368,547,758.08")
}

func TestReadingMoneyInEveryLanguage(t *testing.T) {
	for typed, want := range map[string]int64{
		"12,50": 1250, "12.50": 1250, "12": 1200, "12,5": 1250, "1 234,56 €": 123456, "1\u202f234,56\u00a0€": 123456,
		"1.234,56": 123456, "1,234.56": 123456, "-3": -300, "−3,00 EUR": -300, "€12.50": 1250, "-€12.50": -1250,
		"1.234.567": 123456700, "0,05": 5, "1’234.50": 123450, "9999999999999,99": 999999999999999,
	} {
		for _, lang := range All() {
			got, ok := ParseMoney(lang.Code, typed)
			if !ok || got != want {
				t.Errorf("%s %q: got %d, %v, want %d", lang.Code, typed, got, ok, want)
			}
		}
	}
}

func TestRefusingDoubtfulMoney(t *testing.T) {
	for _, typed := range []string{
		"", " ", "€", "0,505", "1.2345", "12,", ",50", "1 23", "12 $", "douze", "1e3", "0x10", "--1", "+1", "1,234,56", "1.234.56",
		"0,123.00", "1 234.567,00", "1,234,567,89", "99999999999999", "1234 567", "NaN", "１２", "€€3", "€3€",
	} {
		for _, lang := range All() {
			if got, ok := ParseMoney(lang.Code, typed); ok {
				t.Errorf("%s %q: read as %d", lang.Code, typed, got)
			}
		}
	}
}

func TestThreeFiguresAfterOneMarkAreReadOnlyWhereTheyGroup(t *testing.T) {
	got, ok := ParseMoney("en", "1,234")
	same(t, ok, true)
	same(t, got, 123400)
	for lang, typed := range map[string]string{"fr": "12,505", "en": "1.234"} {
		if _, ok := ParseMoney(lang, typed); ok {
			t.Errorf("%s %q read", lang, typed)
		}
	}
}

func FuzzParseMoney(f *testing.F) {
	for _, seed := range []string{"12,50", "1 234,56 €", "-€1,234.56", "1.234", "€", "-", "−0,0"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		for _, lang := range All() {
			cents, ok := ParseMoney(lang.Code, typed)
			if !ok {
				continue
			}
			again, ok := ParseMoney(lang.Code, Money(lang.Code, cents, "EUR"))
			if !ok || again != cents {
				t.Errorf("%s %q is %d, then %d", lang.Code, typed, cents, again)
			}
		}
	})
}

func TestNumbersAreWrittenByLanguage(t *testing.T) {
	same(t, Number("fr", 999), "999")
	same(t, Number("fr", -1234567), "-1\u202f234\u202f567")
	same(t, Number("en", 1234), "1,234")
	same(t, Number("en", math.MinInt64), "-9,223,372,036,854,775,808")
	same(t, Percent("fr", 1250), "12,5\u202f%")
	same(t, Percent("en", 2000), "20%")
	same(t, Percent("en", -5), "-0.05%")
}

func TestDurationsAreWrittenByLanguage(t *testing.T) {
	same(t, Minutes("fr", 135), "2\u00a0h\u00a015")
	same(t, Minutes("en", 135), "2h\u00a015m")
	same(t, Minutes("fr", 65), "1\u00a0h\u00a005")
	same(t, Minutes("fr", 0), "0\u00a0min")
	same(t, Minutes("fr", -120), "-2\u00a0h")
	same(t, Minutes("en", 45), "45m")
}

func TestSizesAreWrittenByLanguage(t *testing.T) {
	same(t, Bytes("fr", 999), "999\u00a0o")
	same(t, Bytes("fr", 1000), "1\u00a0ko")
	same(t, Bytes("fr", 1_550_000), "1,6\u00a0Mo")
	same(t, Bytes("en", 999_960), "1\u00a0MB")
	same(t, Bytes("en", 50_000_000_000), "50\u00a0GB")
	same(t, Bytes("en", math.MaxInt64), "9,223.4\u00a0PB")
}
