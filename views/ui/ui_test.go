package ui

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"
)

// drawn is a brick's HTML, spaces between tags left out.
func drawn(t *testing.T, brick templ.Component) string {
	t.Helper()
	var out bytes.Buffer
	if err := brick.Render(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	return regexp.MustCompile(`>\s+<`).ReplaceAllString(out.String(), "><")
}

// holds checks that a brick's HTML has all of these parts.
func holds(t *testing.T, html string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(html, part) {
			t.Errorf("no %s in\n%s", part, html)
		}
	}
}

func lacks(t *testing.T, html string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if strings.Contains(html, part) {
			t.Errorf("%s should not be in\n%s", part, html)
		}
	}
}

func TestAFieldSaysItsHintAndItsErrorToEverybody(t *testing.T) {
	html := drawn(t, Field(Input{Name: "email", Label: "Adresse", Hint: "Pour la réponse", Error: "Incomplète", Value: "a@", Type: "email", Autocomplete: "email", Max: 254}))
	holds(t, html, `<label for="f-email">Adresse`, `id="f-email"`, `name="email"`, `value="a@"`, `type="email"`,
		`autocomplete="email"`, `maxlength="254"`, `aria-invalid="true"`, ` required`,
		`aria-describedby="f-email-hint f-email-error"`, `<p class="hint" id="f-email-hint">Pour la réponse</p>`, `id="f-email-error"`)
	if strings.Index(html, "f-email-error\">") > strings.Index(html, "<input") {
		t.Error("the error comes after the field")
	}
}

func TestAFieldThatIsWellAndOptionalSaysSo(t *testing.T) {
	html := drawn(t, Field(Input{Name: "phone", Label: "Téléphone", Optional: "facultatif"}))
	holds(t, html, `<span class="optional">facultatif</span>`, `type="text"`, `dir="auto"`)
	lacks(t, html, "required", "aria-invalid", "aria-describedby", "autocomplete", "maxlength", "placeholder")
}

func TestAPasswordIsNeverShownAgain(t *testing.T) {
	html := drawn(t, PasswordField(Input{Name: "password", Label: "Mot de passe", Value: "secret"}))
	holds(t, html, `type="password"`, `autocomplete="current-password"`)
	lacks(t, html, "secret")
}

func TestMoneyAndDaysAreWrittenAsPeopleDo(t *testing.T) {
	holds(t, drawn(t, MoneyField(Input{Name: "amount", Value: "12,50"})), `inputmode="decimal"`, `value="12,50"`, `>€</span>`)
	holds(t, drawn(t, DateField(Input{Name: "day", Value: "2026-12-31"})), `type="date"`, `value="2026-12-31"`)
}

func TestTheSummaryLeadsToEachField(t *testing.T) {
	html := drawn(t, ErrorSummary("À corriger", []Mistake{{"email", "Incomplète"}, {"", "Recommencez"}}))
	holds(t, html, `role="alert"`, `tabindex="-1"`, `<a href="#f-email">Incomplète</a>`, `<li>Recommencez</li>`)
	if html := drawn(t, ErrorSummary("À corriger", nil)); html != "" {
		t.Errorf("without mistakes there is no summary: %s", html)
	}
}

func TestTheFirstAnswerIsWhereTheSummaryLeads(t *testing.T) {
	q := Choice{Name: "tier", Label: "Tarif", Value: "just", Error: "Choisissez", Options: []Option{{Value: "small", Text: "Petit"}, {Value: "just", Text: "Juste", Hint: "Couvre les frais"}}}
	html := drawn(t, Radios(q))
	holds(t, html, `id="f-tier" name="tier" value="small"`, `id="f-tier-1" name="tier" value="just" checked`,
		`aria-describedby="f-tier-1-about"`, `<legend>Tarif`, `id="f-tier-error"`)
	q.Value, q.Values = "", []string{"small", "just"}
	if n := strings.Count(drawn(t, Checkboxes(q)), " checked"); n != 2 {
		t.Errorf("%d boxes ticked, not 2", n)
	}
}

func TestFormsPostAndLetTheServerCheck(t *testing.T) {
	holds(t, drawn(t, Form("/fr/tickets", Attrs{"hx-target": "#list"})), `method="post"`, `action="/fr/tickets"`, "novalidate", `hx-target="#list"`)
	holds(t, drawn(t, UploadForm("/fr/files")), `enctype="multipart/form-data"`)
	lacks(t, drawn(t, Form("javascript:alert(1)")), "alert")
}

func TestOneLinkIsThePageItself(t *testing.T) {
	html := drawn(t, Tabs("Parties", []Link{{Href: "/a", Text: "A"}, {Href: "/b", Text: "B", Current: true, Count: "3"}}))
	if strings.Count(html, `aria-current="page"`) != 1 {
		t.Error(html)
	}
	trail := drawn(t, Breadcrumbs("Chemin", []Link{{Href: "/a", Text: "A"}, {Href: "/b", Text: "B"}}))
	holds(t, trail, `<a href="/a">A</a>`, `<span aria-current="page">B</span>`)
	lacks(t, trail, `href="/b"`)
}

func TestARingAddsUpAndALineStaysInItsBox(t *testing.T) {
	arcs := ring([]Point{{"a", 1, "1"}, {"b", 1, "1"}, {"c", 2, "2"}, {"d", 0, "0"}})
	for i, want := range []string{"24.2 75.8", "24.2 75.8", "49.2 50.8", "0.0 100.0"} {
		if arcs[i].Dash != want {
			t.Errorf("piece %d is %s, not %s", i, arcs[i].Dash, want)
		}
	}
	if got := trace([]Point{{"1", 0, ""}, {"2", 5, ""}, {"3", 10, ""}}, 10); got != "0.00,100.00 50.00,50.00 100.00,0.00" {
		t.Error(got)
	}
	if got := width(3, 0); got != "0.0" {
		t.Errorf("a bar of nothing is %s", got)
	}
}

func TestProgressNeverPassesTheEnd(t *testing.T) {
	holds(t, drawn(t, Progress("Place", 70, 50, "70 Go sur 50")), `max="50"`, `value="50"`, "70 Go sur 50")
}

func TestEveryDrawingIsThereAndSilent(t *testing.T) {
	for _, name := range []ArtName{ArtDoor, ArtFiles, ArtChat, ArtNotes, ArtTickets, ArtInvoices, ArtNothing, ArtTogether, ArtServer} {
		holds(t, drawn(t, Art(name)), "<svg", `aria-hidden="true"`)
	}
	holds(t, drawn(t, Logo()), "<svg", `aria-hidden="true"`)
	holds(t, drawn(t, Wordmark()), "<svg", `aria-hidden="true"`)
	holds(t, drawn(t, Icon("check")), "<path", `aria-hidden="true"`)
}

// TestEveryIconOfAPageExists finds names that we do not carry; tools/icons.mjs lists those we do.
func TestEveryIconOfAPageExists(t *testing.T) {
	named := regexp.MustCompile(`\bIcon(?:Name)?\("([a-z0-9-]+)"|\bIcon: +"([a-z0-9-]+)"`)
	walk := func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(file, "_templ.go") || strings.HasSuffix(file, "_test.go") {
			return err
		}
		text, err := os.ReadFile(file)
		for _, found := range named.FindAllStringSubmatch(string(text), -1) {
			if name := IconName(found[1] + found[2]); icons[name] == "" {
				t.Errorf("%s: no icon %q", file, name)
			}
		}
		return err
	}
	if err := filepath.WalkDir("..", walk); err != nil {
		t.Fatal(err)
	}
}

func TestAnEmptySearchIsASearchToo(t *testing.T) {
	html := drawn(t, Search("/fr/search", Input{Name: "q", Label: "Chercher"}, "Chercher"))
	holds(t, html, `method="get"`, `role="search"`, `type="search"`, `id="f-q"`)
	lacks(t, html, "required")
}
