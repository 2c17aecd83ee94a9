package static

import (
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write down what app.css was built from (tools/css.sh does)")

const inputs = "css/app.css.inputs"

// TestTheStylesAreFresh says when the styles were not built again after a change of their sources.
func TestTheStylesAreFresh(t *testing.T) {
	now := hashOfSources(t)
	if *update {
		if err := os.WriteFile(inputs, []byte(now+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if then := strings.TrimSpace(read(t, inputs)); then != now {
		t.Error("static/css/app.css is stale: run make css, look, commit")
	}
}

// TestEveryClassOfAPageHasARule finds misspelt classes, and pages that dress themselves.
func TestEveryClassOfAPageHasARule(t *testing.T) {
	css := strings.ReplaceAll(read(t, "css/app.css"), `\`, "")
	for class, file := range classesOfPages(t) {
		if !regexp.MustCompile(`\.` + regexp.QuoteMeta(class) + `([^\w-]|$)`).MatchString(css) {
			t.Errorf("%s: class %q has no rule in static/css/app.css (use a brick of views/ui, or make css)", file, class)
		}
	}
}

func TestTheStylesAreSmallAndSpeakOfNoSide(t *testing.T) {
	sheet := &asset{body: []byte(read(t, "css/app.css"))}
	sheet.br, sheet.gz = Compressed(sheet.body)
	if len(sheet.br) > 15<<10 {
		t.Errorf("app.css is %d bytes compressed, more than 15 KB", len(sheet.br))
	}
	sided := regexp.MustCompile(`(?m)^.*(?:(?:margin|padding|border|inset)-(?:left|right)|(?:text-align|float|clear):\s*(?:left|right)|[{;\s](?:left|right):).*$`)
	for _, line := range sided.FindAllString(read(t, "css/input.css"), -1) {
		t.Errorf("say inline-start or inline-end: %s", strings.TrimSpace(line))
	}
}

// TestNightIsTheSameChosenOrNot compares the two places that say the dark colours.
func TestNightIsTheSameChosenOrNot(t *testing.T) {
	nights := regexp.MustCompile(`color-scheme: dark;([^}]*)}`).FindAllStringSubmatch(read(t, "css/input.css"), -1)
	if len(nights) != 2 {
		t.Fatalf("dark colours are said %d times, not twice", len(nights))
	}
	if a, b := strings.Fields(nights[0][1]), strings.Fields(nights[1][1]); !slices.Equal(a, b) {
		t.Errorf("the two nights differ:\n%v\n%v", a, b)
	}
}

// hashOfSources is one hash over the style sheet, its configuration and the classes pages use.
func hashOfSources(t *testing.T) string {
	t.Helper()
	var names []string
	for class := range classesOfPages(t) {
		names = append(names, class)
	}
	slices.Sort(names)
	sum := sha256.Sum256([]byte(read(t, "css/input.css") + read(t, "../tailwind.config.js") + strings.Join(names, " ")))
	return hex.EncodeToString(sum[:])
}

var (
	classAttribute = regexp.MustCompile(`class="([^"]*)"|class=\{([^}]*)\}`)
	quoted         = regexp.MustCompile(`"([^"]*)"`)
)

// classesOfPages are the class names in templates, each with a file that uses it.
// A name that ends in a hyphen is completed by a value, and is not a class.
func classesOfPages(t *testing.T) map[string]string {
	t.Helper()
	classes := map[string]string{}
	walk := func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(file) != ".templ" || strings.Contains(file, "emails") {
			return err
		}
		for _, found := range classAttribute.FindAllStringSubmatch(read(t, file), -1) {
			for _, class := range strings.Fields(found[1] + " " + inQuotes(found[2])) {
				if !strings.HasSuffix(class, "-") {
					classes[class] = file
				}
			}
		}
		return nil
	}
	if err := filepath.WalkDir("../views", walk); err != nil {
		t.Fatal(err)
	}
	return classes
}

// inQuotes joins the quoted words of an expression.
func inQuotes(expression string) string {
	var words []string
	for _, q := range quoted.FindAllStringSubmatch(expression, -1) {
		words = append(words, q[1])
	}
	return strings.Join(words, " ")
}

func read(t *testing.T, name string) string {
	t.Helper()
	body, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}
