package handlers

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

//go:embed testdata/browser.js
var browserScript string

// visit opens a page of the site by its path.
func (b *browser) visit(path string) *browser {
	b.t.Helper()
	b.do("visit "+path, chromedp.Navigate(b.address+path))
	return b.settle()
}

// back goes one page back in the history.
func (b *browser) back() *browser {
	b.t.Helper()
	b.do("back", chromedp.NavigateBack())
	return b.settle()
}

// press clicks the button or link that carries these words, with a real mouse.
func (b *browser) press(words string) *browser {
	b.t.Helper()
	b.pressed++
	return b.click("press "+words, call("where", words))
}

// choose selects the radio button with that label.
func (b *browser) choose(label string) *browser {
	b.t.Helper()
	return b.click("choose "+label, call("whereToCheck", label, "input[type=radio]"))
}

// check ticks or unticks the box with that label.
func (b *browser) check(label string) *browser {
	b.t.Helper()
	return b.click("check "+label, call("whereToCheck", label, "input[type=checkbox]"))
}

// click presses the mouse where the question finds something.
func (b *browser) click(step, question string) *browser {
	b.t.Helper()
	spot := ask[struct {
		X, Y    float64
		Over    string
		Missing bool
		Have    []string
	}](b, question)
	if spot.Missing {
		b.fail("%s: not found; there are: %s", step, strings.Join(spot.Have, " | "))
	}
	if spot.Over != "" {
		b.fail("%s: covered by %s", step, spot.Over)
	}
	b.do(step, chromedp.MouseClickXY(spot.X, spot.Y))
	return b.settle()
}

// fill types a value into the field with that label, picks an option by its words, or attaches a file by its path.
func (b *browser) fill(label, value string) *browser {
	b.t.Helper()
	b.typed++
	field := ask[struct {
		Kind string
		Have []string
	}](b, call("ready", label, value))
	switch field.Kind {
	case "missing":
		b.fail("fill %s with %q: not found; there are: %s", label, value, strings.Join(field.Have, " | "))
	case "text":
		b.do("fill "+label, command(input.InsertText, input.InsertTextParams{Text: value}))
	case "file":
		b.attach(label, value)
	}
	return b
}

// attach gives a file to a file field. Chromium wants the whole path, and drops the page when it gets less.
func (b *browser) attach(label, path string) {
	b.t.Helper()
	path, err := filepath.Abs(path)
	if err != nil {
		b.t.Fatal(err)
	}
	step := chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		field, err := cdp.Call(ctx, t, runtime.Evaluate, runtime.EvaluateParams{Expression: script(call("field", label))})
		if err != nil {
			return err
		}
		_, err = cdp.Call(ctx, t, dom.SetFileInputFiles,
			dom.SetFileInputFilesParams{Files: []string{path}, ObjectID: field.Result.ObjectID})
		return err
	})
	b.do("attach "+path, step)
}

// keys presses keys where the focus is: plain text, or kb.Tab, kb.Enter and their like.
func (b *browser) keys(keys string) *browser {
	b.t.Helper()
	b.do("keys", chromedp.KeyEvent(keys))
	return b.settle()
}

// focused is the name of what has the focus, or nothing.
func (b *browser) focused() string {
	b.t.Helper()
	return ask[string](b, "focused()")
}

// sees waits until the page shows these words.
func (b *browser) sees(words string) *browser {
	b.t.Helper()
	return b.seesIn("body", words)
}

// seesIn waits until something that matches the selector shows these words.
func (b *browser) seesIn(selector, words string) *browser {
	b.t.Helper()
	if !b.until(call("says", selector, words)) {
		b.fail("%q is not to be seen in %s", words, selector)
	}
	return b
}

// seesNot waits until the page does not show these words.
func (b *browser) seesNot(words string) *browser {
	b.t.Helper()
	if !b.until("!" + call("says", "body", words)) {
		b.fail("%q is to be seen, and should not", words)
	}
	return b
}

// isAt waits until the address has that path.
func (b *browser) isAt(path string) *browser {
	b.t.Helper()
	encoded, _ := json.Marshal(path)
	if !b.until("location.pathname + location.search === " + string(encoded)) {
		b.fail("should be at %s", path)
	}
	return b
}

// path is where the person is: path and query of the address.
func (b *browser) path() string {
	b.t.Helper()
	return ask[string](b, "location.pathname + location.search")
}

// href is where the link with these words leads, for files that a test reads itself.
func (b *browser) href(words string) string {
	b.t.Helper()
	return ask[string](b, call("button", words)+"?.href ?? ''")
}

// document fetches an address as the page itself would, and returns what kind of thing it is and how it begins.
func (b *browser) document(href string) (kind, beginning string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	quoted, _ := json.Marshal(href)
	got, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](`fetch(`+string(quoted)+`).then(async (r) => [r.headers.get("Content-Type"), (await r.text()).slice(0, 5)])`, chromedp.EvalAwaitPromise))
	if err != nil || len(got) != 2 {
		b.t.Fatalf("%s: %v", href, err)
	}
	return got[0], got[1]
}

// holding demands that the field with that name holds a value.
func (b *browser) holding(name, value string) *browser {
	b.t.Helper()
	if got := ask[string](b, call("held", name)); got != value {
		b.fail("the field %s holds %q, want %q", name, got, value)
	}
	return b
}

// title is the page's title.
func (b *browser) title() string {
	b.t.Helper()
	return ask[string](b, "document.title")
}

// carries takes cookies over, such as the session of a signed-in test visitor.
func (b *browser) carries(cookies ...*http.Cookie) *browser {
	b.t.Helper()
	for _, c := range cookies {
		b.do("cookie "+c.Name, command(network.SetCookie, network.SetCookieParams{
			Name: c.Name, Value: c.Value, URL: b.address, Path: "/", HTTPOnly: &c.HttpOnly,
		}))
	}
	return b
}

// as takes over the cookies of a test visitor: whoever is signed in there is signed in here.
func (b *browser) as(p *person) *browser {
	b.t.Helper()
	home, err := url.Parse(b.address)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.carries(p.client.Jar.Cookies(home)...)
}

// settle waits until the page is complete and no request has been under way for a moment.
func (b *browser) settle() *browser {
	b.t.Helper()
	b.mu.Lock()
	b.lastNews = time.Now()
	b.mu.Unlock()
	for end := time.Now().Add(patience / 2); time.Now().Before(end); time.Sleep(15 * time.Millisecond) {
		b.mu.Lock()
		still := len(b.flying) == 0 && time.Since(b.lastNews) > 80*time.Millisecond
		b.mu.Unlock()
		if busy, err := try[bool](b, "busy()"); still && err == nil && !busy {
			return b
		}
	}
	return b
}

// until asks again and again, and reports whether the answer became yes in time.
func (b *browser) until(question string) bool {
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(25 * time.Millisecond) {
		if yes, err := try[bool](b, question); err == nil && yes {
			return true
		}
	}
	return false
}

// do takes one step, with a limit of its own.
func (b *browser) do(step string, action chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 3*patience)
	defer cancel()
	if err := chromedp.Do(ctx, action); err != nil {
		b.t.Fatalf("%s: %v", step, err)
	}
}

// fail stops the test and says where the person is and what they see.
func (b *browser) fail(format string, args ...any) {
	b.t.Helper()
	seen, _ := try[string](b, "location.href + '\\n' + plain(document.body.innerText).slice(0, 1200)")
	b.t.Fatalf(format+"\nat %s", append(args, seen)...)
}

// ask evaluates an expression that may use the words of testdata/browser.js. A page that is just leaving cannot
// answer, so it asks for a while.
func ask[T any](b *browser, question string) T {
	b.t.Helper()
	answer, err := try[T](b, question)
	for end := time.Now().Add(patience); err != nil && time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		answer, err = try[T](b, question)
	}
	if err != nil {
		b.t.Fatalf("%s: %v", question, err)
	}
	return answer
}

// try is ask for questions that may fail while a page is changing.
func try[T any](b *browser, question string) (T, error) {
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](script(question)))
}

// script puts the words of testdata/browser.js before an expression.
func script(expression string) string {
	return "(() => {" + browserScript + "\nreturn " + expression + "})()"
}

// call writes a call of one of these words.
func call(function string, args ...string) string {
	var quoted []string
	for _, arg := range args {
		text, _ := json.Marshal(arg)
		quoted = append(quoted, string(text))
	}
	return fmt.Sprintf("%s(%s)", function, strings.Join(quoted, ", "))
}

// command is a step that sends one word of the protocol.
func command[P, R any](c cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, c, params)
		return err
	})
}
