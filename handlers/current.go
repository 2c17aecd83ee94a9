package handlers

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"chatiere/locales"
	"chatiere/models/collective"
	"chatiere/models/content"
	"chatiere/models/identity"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// current is who asks, in which language, about which organisation.
type current struct {
	me      people.User
	session identity.Session // of me; zero for a visitor
	host    collective.Collective
	edition int64 // of everything public

	withheld bool // me is of the staff, but has not shown the second means that this asks for: here they are a person like others
	org      people.Organisation
	place    people.Membership // of me in org; zero for staff
}

const currentKey = "chatiere.current"

func now(c echo.Context) *current               { return c.Get(currentKey).(*current) }
func ctx(c echo.Context) context.Context        { return c.Request().Context() }
func me(c echo.Context) people.User             { return now(c).me }
func session(c echo.Context) identity.Session   { return now(c).session }
func host(c echo.Context) collective.Collective { return now(c).host }
func org(c echo.Context) people.Organisation    { return now(c).org }
func place(c echo.Context) people.Membership    { return now(c).place }
func lang(c echo.Context) string                { return locales.Lang(ctx(c)) }

// introduced finds out who asks and in which language, and prepares the frame every page is drawn in.
func (s Site) introduced(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if bare(c.Path()) {
			return next(c)
		}
		spoken, named := spokenIn(c)
		who := &current{}
		c.Set(currentKey, who)
		x := locales.WithLang(journal.WithRequest(ctx(c), requestIDOf(c)), spoken)
		var err error
		if who.host, who.edition, err = s.hosts.now(x, s.DB); err != nil {
			return err
		}
		if who.me, err = s.who(x, c); err != nil {
			return err
		}
		who.withhold(store.Now(s.DB))
		words, err := s.hosts.words(x, s.DB, spoken)
		if err != nil {
			return err
		}
		s.frame(c, x, words)
		if !named && c.Param("lang") != "" {
			return store.ErrNotFound
		}
		if !who.host.Public && !s.Development && !open(c.Path()) && !who.me.Staff() && !who.withheld {
			return renderStatus(c, http.StatusServiceUnavailable, views.NotOpenYet())
		}
		return next(c)
	}
}

// spokenIn is the language to answer in: the one that the address names, else the one that the browser asks for.
func spokenIn(c echo.Context) (spoken string, named bool) {
	spoken = strings.SplitN(strings.TrimPrefix(c.Request().URL.Path, "/"), "/", 2)[0]
	if locales.Known(spoken) {
		return spoken, true
	}
	return locales.Best(c.Request().Header.Get("Accept-Language")), false
}

// unintroduced prepares the frame for what is refused before anybody is introduced: it speaks the language of the request and names the
// collective, mostly from memory. Where the database does not answer, the page goes without what it cannot know.
func (s Site) unintroduced(c echo.Context) {
	spoken, _ := spokenIn(c)
	x := locales.WithLang(ctx(c), spoken)
	host, err := s.hosts.remembered(x, s.DB)
	if err != nil {
		host = collective.Collective{Language: locales.Default}
	}
	words, err := s.hosts.words(x, s.DB, spoken)
	if err != nil {
		words = content.Host{}
	}
	c.Set(currentKey, &current{host: host})
	s.frame(c, x, words)
}

// frame puts what every page shows round its content into the request's context.
func (s Site) frame(c echo.Context, x context.Context, words content.Host) {
	u := *c.Request().URL
	f := &views.Frame{
		Me: me(c), Host: host(c), Words: words, BaseURL: s.BaseURL, Path: u.Path, Query: u.RawQuery, Development: s.Development,
		Withheld: now(c).withheld, Theme: cookieOf(c, "theme"), Flash: s.takeFlash(c), Version: s.Version, Today: s.today(c),
	}
	c.SetRequest(c.Request().WithContext(views.WithFrame(x, f)))
}

// withhold takes the staff's rights from a session that has not shown a second means, where the host asks for one.
func (w *current) withhold(at time.Time) {
	if w.session.FactorAt == nil && identity.Owes(w.host, w.me, at) {
		w.withheld, w.me.Roles = true, ""
	}
}

// bare addresses need neither a person nor a language.
func bare(route string) bool {
	return strings.HasPrefix(route, "/static/") || strings.HasPrefix(route, "/webhooks/") || strings.HasPrefix(route, paths.PublicFolder) || route == "/healthz" || route == "/readyz" || route == "/metrics" || route == "/robots.txt"
}

// open addresses answer even while the portal is not public yet.
func open(route string) bool {
	return strings.HasPrefix(route, "/:lang/sign-in") || strings.HasPrefix(route, "/:lang/set-up") || strings.HasPrefix(route, "/:lang/legal") || route == "/:lang/theme"
}

// everyone may enter.
func everyone(next echo.HandlerFunc) echo.HandlerFunc { return next }

// members must have signed in.
func members(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if !me(c).SignedIn() {
			return signInFirst(c)
		}
		return next(c)
	}
}

// inOrganisation lets in members of the organisation in the address with one of the roles (any, if none is named; an owner always), and the operators.
func inOrganisation(roles ...people.MemberRole) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return members(func(c echo.Context) error {
			who := now(c)
			for _, m := range who.me.Memberships {
				if m.Organisation.Ref == c.Param("org") {
					who.org, who.place = m.Organisation, m
				}
			}
			switch {
			case who.org.ID != 0 && who.org.Usable() && (len(roles) == 0 || who.place.May(roles...)):
			case who.me.Is(people.Operator):
				o, err := people.FindOrganisation(ctx(c), dbOf(c), who.me, c.Param("org"))
				if err != nil {
					return err
				}
				who.org = o
			case who.org.ID != 0 && who.org.Usable():
				return store.ErrForbidden
			default:
				return store.ErrNotFound
			}
			views.FrameOf(ctx(c)).Org = who.org
			return next(c)
		})
	}
}

// beginning is inOrganisation for what begins something new in its name: once it was closed, nobody does (people.ErrClosed).
func beginning(roles ...people.MemberRole) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return inOrganisation(roles...)(func(c echo.Context) error {
			if org(c).ClosedAt != nil {
				return people.ErrClosed
			}
			return next(c)
		})
	}
}

// staff lets in people with one of the staff roles (an admin always); without a role named, any of the staff.
func staff(roles ...people.Role) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return members(func(c echo.Context) error {
			if !me(c).Staff() || len(roles) > 0 && !me(c).Is(roles...) {
				return store.ErrForbidden
			}
			return next(c)
		})
	}
}

// signInFirst sends a visitor to the sign-in page and back afterwards; a form or fragment gets 401 instead of being lost on the way.
func signInFirst(c echo.Context) error {
	target := paths.SignIn(lang(c))
	if c.Request().Method == http.MethodGet {
		target += "?next=" + url.QueryEscape(c.Request().URL.RequestURI())
	}
	if c.Request().Header.Get("HX-Request") != "" {
		c.Response().Header().Set("HX-Redirect", target)
		return c.NoContent(http.StatusUnauthorized)
	}
	if c.Request().Method != http.MethodGet {
		return errSignIn
	}
	return c.Redirect(http.StatusSeeOther, target)
}

// safeNext is where to go after signing in: an address of ours, else the given one (no open redirect, quality.md 4.1 line 27).
func safeNext(next, otherwise string) string {
	u, err := url.Parse(next)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || len(next) > 500 || !strings.HasPrefix(next, "/") || strings.ContainsAny(next, "\\\r\n\t") || strings.HasPrefix(next, "//") || strings.Contains(strings.ToLower(next), "%09") || strings.Contains(strings.ToLower(next), "%5c") {
		return otherwise
	}
	return next
}
