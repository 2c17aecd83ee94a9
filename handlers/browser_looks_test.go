package handlers

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// desktop makes the window 1,280 wide.
func (b *browser) desktop() *browser {
	b.t.Helper()
	b.width = "desktop"
	b.do("desktop", chromedp.EmulateViewport(1280, 900))
	return b
}

// phone makes the window a small phone's: 320 wide, touch, two points a pixel.
func (b *browser) phone() *browser {
	b.t.Helper()
	b.width = "phone"
	b.do("phone", chromedp.EmulateViewport(320, 640, chromedp.EmulateMobile, chromedp.EmulatePortrait, chromedp.EmulateTouch,
		chromedp.EmulateScale(2)))
	return b
}

// dark asks for the dark look, as the system's setting would.
func (b *browser) dark() *browser { return b.prefers("dark", "") }

// light asks for the light look.
func (b *browser) light() *browser { return b.prefers("light", "") }

// print shows the page as it would be printed.
func (b *browser) print() *browser { return b.prefers("light", "print") }

// isWhole checks what every page must have: a good answer at its own address, one first heading, its language, a title, a name for
// each field; and that nothing was complained about and nobody else was asked for anything.
func (b *browser) isWhole(path string) *browser {
	b.t.Helper()
	page := ask[struct {
		Status, H1 int
		Lang       string
		Title      string
		Nameless   []string
	}](b, "facts()")
	if page.Status != 200 || b.path() != path {
		b.fail("%s answers %d and leads to %s", path, page.Status, b.path())
	}
	if page.H1 != 1 || page.Title == "" || !strings.HasPrefix(path, "/"+page.Lang+"/") {
		b.t.Errorf("%s has %d first headings, the title %q and the language %q", path, page.H1, page.Title, page.Lang)
	}
	for _, field := range page.Nameless {
		b.t.Errorf("%s: a field without a label: %s", path, field)
	}
	for _, complaint := range b.complaints() {
		b.t.Errorf("%s: %s", path, complaint)
	}
	b.forget()
	return b
}

// prefers sets the person's preferences. Motion is always reduced: tests look at pages at rest.
func (b *browser) prefers(scheme, media string) *browser {
	b.t.Helper()
	b.scheme = scheme
	b.do(scheme, command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Media: media,
		Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme},
			{Name: "prefers-reduced-motion", Value: "reduce"},
		},
	}))
	return b
}

// withoutJavaScript switches the page's own scripts off from the next page on.
func (b *browser) withoutJavaScript() *browser {
	b.t.Helper()
	b.do("without JavaScript", command(emulation.SetScriptExecutionDisabled,
		emulation.SetScriptExecutionDisabledParams{Value: true}))
	return b
}

// fits checks that nothing sticks out sideways.
func (b *browser) fits() *browser {
	b.t.Helper()
	if over := ask[int](b, "wide()"); over > 0 {
		b.t.Errorf("%s (%s) is %d pixels wider than the window: %s", b.path(), b.width, over, ask[string](b, "widest()"))
	}
	return b
}

// shot keeps a picture of the whole page in screenshots/, when CHATIERE_SHOTS asks for pictures.
func (b *browser) shot(name string) *browser {
	b.t.Helper()
	if os.Getenv("CHATIERE_SHOTS") == "" {
		return b
	}
	ctx, cancel := context.WithTimeout(b.ctx, 3*patience)
	defer cancel()
	picture, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		b.t.Fatalf("shot %s: %v", name, err)
	}
	file := filepath.Join("..", "screenshots", name+".png")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(file, picture, 0o644); err != nil {
		b.t.Fatal(err)
	}
	return b
}

// axeFile is where npm puts axe-core, which is for development only.
var axeFile = filepath.Join("..", "tools", "node_modules", "axe-core", "axe.min.js")

// axeScript is axe-core, read once.
var axeScript = sync.OnceValues(func() (string, error) {
	text, err := os.ReadFile(axeFile)
	if err != nil {
		return "", fmt.Errorf("%w: run tools/setup.sh npm", err)
	}
	return string(text), nil
})

// violation is one rule of axe that a page breaks.
type violation struct {
	ID, Impact, Help string
	Where            []string
}

// axeRun waits until the page is at rest, then asks for the rules of WCAG 2.2 AA and the best practices.
const axeRun = `(async () => {
	const drawn = () => new Promise((done) => requestAnimationFrame(done));
	await drawn();
	await Promise.all(document.getAnimations().map((a) => a.finished.catch(() => {})));
	await drawn();
	const found = await axe.run(document, {
		runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]},
		resultTypes: ["violations"],
	});
	return found.violations.map((v) => ({
		id: v.id, impact: v.impact, help: v.help,
		where: v.nodes.map((n) => n.target.join(" ") + " — " + n.failureSummary.replace(/\s+/g, " ")),
	}));
})()`

// axe fails for each accessibility rule that the page breaks as it is now.
func (b *browser) axe() *browser {
	b.t.Helper()
	for _, v := range b.violations() {
		b.t.Errorf("%s (%s, %s): axe %s (%s): %s\n  %s", b.path(), b.width, b.scheme, v.ID, v.Impact, v.Help, strings.Join(v.Where, "\n  "))
	}
	return b
}

// violations runs axe-core in the page.
func (b *browser) violations() []violation {
	b.t.Helper()
	text, err := axeScript()
	if err != nil {
		b.t.Fatal(err)
	}
	if !ask[bool](b, "!!window.axe") {
		b.do("axe", chromedp.Evaluate[chromedp.Void](text+";0"))
	}
	ctx, cancel := context.WithTimeout(b.ctx, 6*patience)
	defer cancel()
	found, err := chromedp.Run(ctx, chromedp.Evaluate[[]violation](axeRun, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s (%s, %s): axe: %v", b.path(), b.width, b.scheme, err)
	}
	return found
}
