package handlers

import (
	"cmp"
	"hash/fnv"
	"slices"
	"strings"
	"testing"

	"chatiere/locales"
	"chatiere/models/identity"
	"chatiere/models/store"
	"chatiere/models/store/storetest"
)

// sight is a page as somebody with a right to it sees it.
type sight struct {
	name  string // of its picture
	route string // as in routes.go, all of them GET
	query string
	who   string // empty: whoever the door asks for
}

// kinds are the twelve kinds of page that are looked at in every language, theme and width (decisions.md 24).
var kinds = []sight{
	{name: "home", route: "/:lang/"},
	{name: "catalogue", route: "/:lang/catalogue"},
	{name: "service", route: "/:lang/services/:slug"},
	{name: "search", route: "/:lang/catalogue", query: "?q=google"},
	{name: "offers", route: "/:lang/offers"},
	{name: "subscribe", route: "/:lang/offers/:slug/subscribe", query: "?tier=standard&period=month"},
	{name: "organisation", route: "/:lang/o/:org"},
	{name: "invoices", route: "/:lang/o/:org/invoices"},
	{name: "transparency", route: "/:lang/transparency"},
	{name: "tickets", route: "/:lang/tickets", who: "ada"},
	{name: "ticket", route: "/:lang/tickets/:ref", who: "ada"},
	{name: "contribution", route: "/:lang/contributions/new", query: "?choice=words"},
}

// besides are pages that look otherwise for somebody else, or when asked otherwise.
var besides = []sight{
	{route: "/:lang/", who: "ada"},
	{route: "/:lang/services/:slug", who: "alix"},
	{route: "/:lang/tickets/:ref", who: "alix"},
	{route: "/:lang/tickets/new", who: "ada"},
	{route: "/:lang/contributions/:ref", who: "alix"},
	{route: "/:lang/contributions/new", who: "ada"},
	{route: "/:lang/rounds/:ref", who: "ada"},
	{route: "/:lang/desk/tickets", query: "?view=all"},
	{route: "/:lang/offers/:slug/subscribe", who: "ada"},
	{route: "/:lang/sign-in/code", who: "halted"},
	{route: "/:lang/sign-in/rescue", who: "halted"},
	{route: "/:lang/account/factors", who: "keyed"},
	{route: "/:lang/account/proof", who: "keyed"},
}

// blanks says what stands in an address where its route leaves a part open: a word, or the question that finds it in the demo.
// What no row says is made by lived.goesOn.
var blanks = map[string]string{
	"/:lang/services/:slug":                   "files",
	"/:lang/offers/:slug":                     "essentiel",
	"/:lang/offers/:slug/subscribe":           "essentiel",
	"/:lang/pages/:slug":                      "money",
	"/:lang/transparency/projects/:slug":      "nextcloud",
	"/:lang/desk/spending/:ref":               "select ref from spendings where purpose = '' order by id",
	"/:lang/guides/:slug":                     "leaving-google",
	"/:lang/legal/:slug":                      "terms",
	"/:lang/help/:slug":                       "first-invoice",
	"/:lang/news/:slug":                       "select slug from pages where kind = 'news' order by id desc",
	"/:lang/desk/services/:slug/checklists":   "files",
	"/:lang/desk/deployments/:ref":            "select ref from deployments order by id desc",
	"/:lang/o/:org/subscriptions/:ref/change": "select ref from subscriptions where organisation_id = @fee",
	"/:lang/o/:org/subscriptions/:ref/payers": "select subscriptions.ref from subscriptions join shares on shares.subscription_id = subscriptions.id where subscriptions.organisation_id = @fee",
	"/:lang/shared/:ref":                      "select subscriptions.ref from subscriptions join shares on shares.subscription_id = subscriptions.id where subscriptions.organisation_id = @fee",
	"/:lang/shared-spaces/:ref":               "made",
	"/:lang/shared-spaces/:ref/pledges/new":   "made",
	"/:lang/pledges/:ref":                     "made",
	"/:lang/donations/:ref/receipt":           "made",
	"/:lang/contributions/:ref/receipt":       "made",
	"/:lang/pledge-links/:token":              "made",
	"/:lang/desk/shared-spaces/:ref":          "made",
	"/:lang/desk/donations/:ref":              "made",
	"/:lang/o/:org/carried/:ref":              "made",
	"/:lang/shares/:token":                    "made",
	"/:lang/o/:org/services/:ref":             "select d.ref from deployments d join subscriptions s on s.id = d.subscription_id where s.organisation_id = @fee",
	"/:lang/desk/people/:ref":                 "select ref from users where id = @ada",
	"/:lang/account/letters/:ref":             "select ref from letters where user_id = @ada order by id desc",
	"/:lang/outbox/:ref":                      "select ref from letters where user_id = @ada order by id desc",
	"/:lang/o/:org/members/:ref":              "select ref from memberships where organisation_id = @fee and user_id <> @ada",
	"/:lang/o/:org/members/:ref/end":          "select ref from memberships where organisation_id = @fee and user_id <> @ada",
	"/:lang/o/:org/join-links/:ref":           "made",
	"/:lang/affiliations/:ref":                "made",
	"/:lang/o/:org/network/members/:ref/end":  "made",
	"/:lang/sign-in/links/:token":             "made",
	"/:lang/invitations/:token":               "made",
	"/:lang/rescues/:token":                   "made",
	"/:lang/email-changes/:token":             "made",
	"/:lang/set-up/:token":                    "made",
	"/:lang/desk/services/:slug":              "files",
	"/:lang/desk/chatonsinfos/services/:slug": "files",
	"/:lang/desk/services/:slug/incidents":    "files",
	"/:lang/desk/offers/:slug":                "essentiel",
	"/:lang/desk/offers/:slug/prices":         "essentiel",
	"/:lang/desk/upstreams/:slug":             "nextcloud",
	"/:lang/desk/repricings/:ref":             "made",
	"/:lang/offers/:slug/request":             "reseau",
	"/:lang/requests/:ref":                    "made",
	"/:lang/desk/requests/:ref":               "made",
	"/:lang/desk/deferrals/:ref":              "made",
	"/:lang/desk/accounting/:year":            "2026",
	"/:lang/desk/accounting/:year/reports":    "2026",
	"/:lang/desk/accounting/:year/totals":     "2026",
	"/:lang/o/:org/years/:year":               "2026",
	"/:lang/desk/bank/lines/:ref":             "made",
	"/:lang/desk/payouts/batches/:ref":        "made",
	"/:lang/desk/payouts/payments/:ref":       "made",
	"/:lang/desk/payouts/projects/:slug":      "nextcloud",
	"/:lang/received/:token":                  "made",
	"/:lang/desk/bank/statements/:ref":        "made",
	"/:lang/notices/:ref":                     "made",
	"/:lang/collections/:ref":                 "made",
	"/:lang/gift-payments/:ref":               "made",
	"/:lang/pay/:token":                       "made",
	"/:lang/o/:org/methods/:ref/removal":      "made",
	"/:lang/desk/gift-codes/:ref":             "made",
	"/:lang/desk/money/:ref":                  "made",
	"/:lang/desk/repayments/:ref":             "made",
	"/:lang/desk/notices/:ref":                "made",
	"/:lang/notice-confirmations/:token":      "made",
	"/:lang/tickets/:ref":                     "select ref from tickets where requester_id = @ada order by id desc",
	"/:lang/tickets/:ref/details":             "select ref from tickets where requester_id = @ada order by id desc",
	"/:lang/desk/answers/:ref":                "select ref from macros",
	"/:lang/pro-formas/:ref":                  "select ref from pro_formas where organisation_id = @fee and state <> 'cancelled'",
	"/:lang/desk/payments/new":                "select '?for=' || ref from pro_formas order by id desc",
	"/:lang/desk/payments/:ref":               "select ref from payments order by id desc",
	"/:lang/o/:org/invoices/:ref":             "select ref from invoices where organisation_id = @fee",
	"/:lang/desk/invoices/:ref":               "select ref from invoices order by id desc",
	"/:lang/rounds/:ref":                      "select ref from rounds where state = 'published'",
	"/:lang/desk/rounds/:ref":                 "select ref from rounds where state = 'published'",
	"/:lang/desk/rounds/:ref/edit":            "made",
	"/:lang/desk/rounds/:ref/ballots":         "select ref from rounds where state = 'published'",
	"/:lang/o/:org/rounds/:ref":               "select ref from rounds where state = 'open' order by id",
	"/:lang/rounds/:ref/proposals":            "made",
	"/:lang/o/:org/rounds/:ref/proposals/new": "made",
	"/:lang/desk/round-proposals/:ref":        "made",
	"/:lang/contributions/:ref":               "select ref from contributions where state = 'accepted' and visibility = 'public' order by id desc",
	"/:lang/contributions/tasks/:ref":         "select ref from tasks where state = 'open' order by id desc",
	"/:lang/contributions/tasks/:ref/edit":    "select ref from tasks where state = 'open' order by id desc",
	"/:lang/contributions/years/:year":        "2026",
	"/:lang/agreements/:ref":                  "made",
	"/:lang/agreements/:ref/pledges":          "made",
	"/:lang/desk/agreements/proposals/:ref":   "made",
	"/:lang/certificates/:token":              "made",
	"/:lang/contributions/:ref/edit":          "select ref from contributions where contributor_id = @ada and state = 'submitted' order by id desc",

	"/:lang/desk/pages/:ref":                  "select ref from pages where kind = 'guide'",
	"/:lang/desk/translations/:type/:ref/:to": "select 'page/' || ref || '/en' from pages where kind = 'help'",

	"/:lang/o/:org/network/members/:ref/carriage": "made",
	"/:lang/o/:org/subscriptions/:ref/repricing":  "made",
	"/:lang/desk/offers/:slug/repricings/new":     "made",
}

// TestEveryPageCanBeSwept fails for a new page whose address is not in blanks: the sweep would not know where to look.
func TestEveryPageCanBeSwept(t *testing.T) {
	routes := newSite(t).pagesOf()
	for _, route := range routes {
		if leavesOpen(route) && blanks[route] == "" {
			t.Errorf("%s: say in blanks (browser_sweep_test.go) what stands in this address, so that the page is looked at", route)
		}
	}
	for route := range blanks {
		if !slices.Contains(routes, route) {
			t.Errorf("%s stands in blanks but is no page", route)
		}
	}
}

// looker is who looks at a page when nobody is named: whoever the door asks for.
func looker(v sight) string {
	kind, _, _ := strings.Cut(doors["GET "+v.route], ":")
	switch {
	case v.who != "":
		return v.who
	case kind == "everyone":
		return "visitor"
	case kind == "staff":
		return "alix"
	}
	return "ada"
}

// address is where a page is, in a language.
func (l *lived) address(v sight, lang string) string {
	l.t.Helper()
	path, query := strings.NewReplacer(":lang", lang, ":org", cmp.Or(l.homes[v.route], l.fee.Ref)).Replace(v.route), v.query
	if word := blanks[v.route]; word != "" {
		switch {
		case word == "made":
			word = l.made[v.route]
		case strings.HasPrefix(word, "select "):
			word = l.asks(word + " limit 1")
		}
		if strings.HasPrefix(word, "?") {
			query = word
		} else {
			at := strings.Index(path, ":")
			end := strings.Index(path[at:]+"/", "/")
			path = path[:at] + word + path[at+end:]
			path, _, _ = strings.Cut(path, "/:") // a word with slashes stands for the parts that follow too
		}
	}
	return path + query
}

// TestTheTwelveKindsOfPageInEveryLook sweeps axe over 12 kinds × 2 languages × 2 themes × 2 widths. `make shots` keeps pictures of them.
func TestTheTwelveKindsOfPageInEveryLook(t *testing.T) {
	if storetest.Quick() {
		return
	}
	l := newLived(t)
	for _, lang := range []string{"fr", "en"} {
		found := l.found(kinds, func(sight) string { return lang })
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			for who, views := range found {
				withBrowser(t, l.server.URL, func(b *browser) {
					b.as(l.lookers[who])
					for _, v := range views {
						b.looksRound(v, lang)
					}
				})
			}
		})
	}
}

// looksRound looks at a page in both themes and widths.
func (b *browser) looksRound(v view, lang string) {
	b.t.Helper()
	picture := func(look string) {
		if lang == locales.Default || slices.Contains([]string{"home", "service", "organisation"}, v.name) {
			b.shot(v.name + "-" + lang + "-" + look)
		}
	}
	b.desktop().light().visit(v.path).isWhole(v.path).fits().axe()
	picture("desktop-light")
	b.dark().axe()
	picture("desktop-dark")
	b.phone().fits().axe()
	picture("phone-dark")
	b.light().axe()
	picture("phone-light")
}

// TestEveryOtherPage looks once at each page of the router that is none of the twelve kinds. Language, theme and width take turns.
func TestEveryOtherPage(t *testing.T) {
	if storetest.Quick() {
		return
	}
	l := newLived(t).goesOn()
	others := besides
	for _, route := range l.pagesOf() {
		kind := slices.ContainsFunc(kinds, func(v sight) bool { return v.route == route })
		if !kind && route != "/:lang/set-up/:token" {
			others = append(others, sight{route: route})
		}
	}
	for who, views := range l.found(others, func(v sight) string { return []string{"fr", "en"}[v.chance()&1] }) {
		t.Run(who, func(t *testing.T) {
			t.Parallel()
			withBrowser(t, l.server.URL, func(b *browser) {
				b.as(l.lookers[who])
				for _, v := range views {
					b.looksOnce(v)
				}
			})
		})
	}
	t.Run("before anybody is there", func(t *testing.T) {
		s := newSite(t)
		token := identity.NewSealer(secret).Token(ForFirstAdmin, "first", store.Now(s.db).Add(FirstAdminTime))
		withBrowser(t, s.server.URL, func(b *browser) {
			for _, path := range []string{FirstAdminAddress("fr", token), "/en/", "/fr/catalogue", "/en/transparency"} {
				b.visit(path).isWhole(path).axe().phone().fits().desktop()
			}
		})
	})
}

// looksOnce looks at a page in the theme and width that its turn is.
func (b *browser) looksOnce(v view) {
	b.t.Helper()
	if b.light(); v.chance()&2 != 0 {
		b.dark()
	}
	if b.desktop().visit(v.path).isWhole(v.path); v.chance()&4 != 0 {
		b.axe().phone().fits()
	} else {
		b.phone().fits().axe()
	}
}

// chance is a number that stays the same: whose turn it is.
func (v sight) chance() uint32 {
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(v.route + v.query + v.who)) // cannot fail
	return sum.Sum32() >> 8
}

// view is a sight and where it is.
type view struct {
	sight
	path string
}

// found finds pages, each in a language, and sorts them by who looks at them: each looks through a window of their own.
func (l *lived) found(sights []sight, lang func(sight) string) map[string][]view {
	l.t.Helper()
	sorted := map[string][]view{}
	for _, v := range sights {
		sorted[looker(v)] = append(sorted[looker(v)], view{v, l.address(v, lang(v))})
	}
	return sorted
}
