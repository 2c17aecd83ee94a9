package handlers

import (
	"log/slog"
	"strings"
	"testing"
)

func TestTheStyleGuideIsForDevelopmentOnly(t *testing.T) {
	s := newSite(t)
	s.visitor("fr").visit("/fr/styleguide").status(200).sees("Une petite porte")
	for _, route := range New(Site{DB: s.db, Log: slog.New(slog.DiscardHandler), Secret: secret}).Routes() {
		if strings.Contains(route.Path, "styleguide") {
			t.Errorf("%s is open to the world", route.Path)
		}
	}
}

func TestTheStyleGuideIsReadableByDayByNightAndOnAPhone(t *testing.T) {
	s := newSite(t)
	withBrowser(t, s.server.URL, func(b *browser) {
		b.visit("/fr/styleguide").sees("Une petite porte").axe().shot("styleguide")
		b.dark().axe().shot("styleguide-dark")
		b.phone().light().visit("/en/styleguide").sees("A small door").fits().axe().shot("styleguide-phone")
	})
}

// TestTheScriptHelpsWithoutBeingNeeded looks at what static/js/app.js adds to a page.
func TestTheScriptHelpsWithoutBeingNeeded(t *testing.T) {
	s := newSite(t)
	withBrowser(t, s.server.URL, func(b *browser) {
		b.visit("/fr/styleguide")
		b.holds("the mistakes have the focus", `document.activeElement.id === "error-summary"`)
		b.holds("one can copy", `!document.querySelector("[data-copy]").hidden`)
		b.holds("a menu opens and Escape closes it", `(() => {
			const menu = [...document.querySelectorAll("details[data-menu]")].find((menu) => menu.checkVisibility());
			menu.open = true;
			document.dispatchEvent(new KeyboardEvent("keydown", {key: "Escape"}));
			return !menu.open && document.activeElement === menu.querySelector("summary");
		})()`)
		b.holds("a failure is said and shown", `(() => {
			document.body.dispatchEvent(new CustomEvent("htmx:sendError", {bubbles: true}));
			return document.querySelector("#live.toast").textContent === document.body.dataset.offline;
		})()`)
		b.holds("night falls at once", `(() => {
			const choice = document.getElementById("f-theme");
			choice.value = "dark";
			choice.dispatchEvent(new Event("change", {bubbles: true}));
			return document.documentElement.dataset.theme === "dark";
		})()`)
		b.settle().visit("/fr/styleguide")
		b.holds("night lasts", `document.documentElement.dataset.theme === "dark"`)
		b.print().holds("paper is white even by night", `getComputedStyle(document.documentElement).backgroundColor === "rgb(255, 255, 255)" && getComputedStyle(document.querySelector("h1")).color !== "rgb(243, 236, 221)"`)
	})
}

// holds fails unless the expression is true on the page.
func (b *browser) holds(what, expression string) {
	b.t.Helper()
	if !b.until(expression) {
		b.t.Errorf("not so: %s", what)
	}
}
