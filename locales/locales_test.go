package locales

import (
	"context"
	"testing"
	"time"
)

func TestTheLanguagesAreTheFiles(t *testing.T) {
	all := All()
	if len(all) < 2 || all[0].Code != Default {
		t.Fatalf("languages: %v", all)
	}
	same(t, all[0], Language{"fr", "Français", "ltr", "fr"})
	same(t, Known("en"), true)
	same(t, Known("tlh"), false)
}

func TestTheReaderGetsTheLanguageTheyAskFor(t *testing.T) {
	for header, want := range map[string]string{
		"": "fr", "*": "fr", "en": "en", "en-GB,en;q=0.9": "en", "de, en;q=0.5": "en", "ja": "fr",
		"fr-CA": "fr", "en;q=0.2, fr;q=0.9": "fr", ";;;": "fr", "en;q=x": "fr",
	} {
		t.Run(header, func(t *testing.T) { same(t, Best(header), want) })
	}
}

func TestTheContextRemembersTheLanguage(t *testing.T) {
	same(t, Lang(context.Background()), "fr")
	same(t, Lang(WithLang(context.Background(), "en")), "en")
	same(t, Lang(WithLang(context.Background(), "tlh")), "fr")
}

func TestAMissingKeyIsSeen(t *testing.T) {
	same(t, T("fr", "no.such.key"), "[no.such.key]")
	same(t, N("en", "no.such.key", 2), "[no.such.key]")
}

func TestSentencesTakeArgumentsAndPlurals(t *testing.T) {
	same(t, T("fr", "error.too_long", "Max", 80), "Ce texte est trop long\u00a0: 80 caractères au plus.")
	same(t, T("fr", "euro.of_ten"), "Sur 10\u00a0€")
	same(t, T("en", "error.too_long", map[string]any{"Max": 80}), "This text is too long: 80 characters at most.")
	same(t, T("en", "error.required", map[string]any(nil)), "This field is needed.")
	same(t, N("fr", "unit.until.days", 0), "dans 0 jour")
	same(t, N("en", "unit.until.days", 0), "in 0 days")
	same(t, N("fr", "unit.until.days", 1500), "dans 1\u202f500 jours")
	same(t, N("fr", "unit.until.days", 2_000_000), "dans 2\u202f000\u202f000 de jours")
	same(t, N("xx", "unit.until.days", 2), "dans 2 jours")
}

func TestDatesAreWrittenAndReadByLanguage(t *testing.T) {
	at := time.Date(2026, 11, 25, 23, 5, 0, 0, time.UTC)
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	same(t, Date("fr", at), "25\u00a0novembre 2026")
	same(t, Date("en", at), "25\u00a0November 2026")
	same(t, Date("fr", at.AddDate(0, 0, 6)), "1er\u00a0décembre 2026")
	same(t, DateShort("fr", at), "25/11/2026")
	same(t, DateTime("fr", at, paris), "26\u00a0novembre 2026 à 0\u00a0h\u00a005")
	same(t, DateTime("en", at, nil), "25\u00a0November 2026 at 23:05")
	same(t, Month("fr", at), "novembre 2026")
	same(t, Month("en", at), "November 2026")
}

func TestReadingADate(t *testing.T) {
	for typed, want := range map[string]string{
		"25/11/2026": "2026-11-25", "2026-11-25": "2026-11-25", "25 novembre 2026": "2026-11-25", " 1er  Août 2026 ": "2026-08-01",
		"25.11.2026": "2026-11-25", "5-1-2026": "2026-01-05", "29/02/2024": "2024-02-29",
		"31/02/2026": "", "11/25/2026": "", "25/11/26": "", "demain": "", "": "", "25 November 2026": "", "25/11": "", "0000-01-01": "",
	} {
		t.Run(typed, func(t *testing.T) {
			got, ok := ParseDate("fr", typed)
			same(t, ok, want != "")
			if ok {
				same(t, got.Format(time.DateOnly), want)
			}
		})
	}
	if _, ok := ParseDate("en", "25 November 2026"); !ok {
		t.Error("English month refused")
	}
}

func TestAgo(t *testing.T) {
	now := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	for want, gap := range map[string]time.Duration{
		"à l’instant": 20 * time.Second, "il y a 1 minute": time.Minute, "il y a 3 heures": 3*time.Hour + 59*time.Minute,
		"il y a 1 jour": 25 * time.Hour, "il y a 2 mois": 65 * day, "il y a 1 an": 400 * day, "dans 2 jours": -49 * time.Hour,
		"dans un instant": -time.Second,
	} {
		t.Run(want, func(t *testing.T) { same(t, Ago("fr", now, now.Add(-gap)), want) })
	}
	same(t, Ago("en", now, now.Add(-3*time.Hour)), "3 hours ago")
}

func TestLists(t *testing.T) {
	same(t, List("fr", nil), "")
	same(t, List("fr", []string{"a"}), "a")
	same(t, List("fr", []string{"a", "b"}), "a et b")
	same(t, List("en", []string{"a", "b", "c"}), "a, b and c")
	same(t, Either("fr", nil), "")
	same(t, Either("fr", []string{"a"}), "a")
	same(t, Either("fr", []string{"a", "b", "c", "d"}), "a, b, c ou d")
	same(t, Either("en", []string{"a", "b"}), "a or b")
}

func TestCountriesAreNamedAndSortedForTheReader(t *testing.T) {
	same(t, Country("fr", "DE"), "Allemagne")
	same(t, Country("en", "DE"), "Germany")
	same(t, Country("fr", "MK"), "Macédoine du Nord")
	same(t, Country("fr", "?"), "?")
	all := Countries("fr")
	same(t, all[0].Code, "AF")
	same(t, len(all), 250)
	at := map[string]int{}
	for i, c := range all {
		at[c.Code] = i
		if c.Name == "" || c.Name == c.Code {
			t.Errorf("%s has no name", c.Code)
		}
	}
	if at["EG"] > at["ES"] || at["EE"] > at["ET"] || at["ET"] > at["FI"] { // Égypte, Espagne, Estonie, Éthiopie, Finlande
		t.Error("accents change the order")
	}
}

func TestLanguagesAreNamedForTheReader(t *testing.T) {
	same(t, LanguageName("fr", "en"), "anglais")
	same(t, LanguageName("en", "fr"), "French")
	same(t, LanguageName("fr", "tlh"), "tlh")
}

func FuzzBest(f *testing.F) {
	for _, seed := range []string{"fr", "en-GB,en;q=0.9,*;q=0.1", "x-oc", "en_US;q=2", "--", "fr;q=0"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		if code := Best(header); !Known(code) {
			t.Errorf("Best(%q) = %q", header, code)
		}
	})
}

func FuzzParseDate(f *testing.F) {
	for _, seed := range []string{"25/11/2026", "2026-11-25", "1er mai 2026", "1/1/1", "0001-01-01"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		day, ok := ParseDate("fr", typed)
		if again, same := ParseDate("fr", Date("fr", day)); ok && (!same || !again.Equal(day)) {
			t.Errorf("%q is %v, then %v", typed, day, again)
		}
	})
}

func same[V comparable](t *testing.T, got, want V) {
	t.Helper()
	if got != want {
		t.Errorf("got %q, want %q", any(got), any(want))
	}
}
