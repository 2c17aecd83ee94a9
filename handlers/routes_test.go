package handlers

import (
	"context"
	"net/http"
	"net/url"
	"sort"
	"strings"
	"testing"

	"chatiere/models/identity"
	"chatiere/models/people"

	"github.com/labstack/echo/v4"
)

// cast is one person of each kind, all but the visitor signed in.
type cast struct {
	org    people.Organisation
	actors map[string]*person // by role
}

func castOf(t *testing.T, s *site) cast {
	t.Helper()
	ctx := context.Background()
	owner := s.meets(t, "owner@fee.example")
	o, err := people.NewOrganisation(ctx, s.db, people.Organisation{Name: "Fée", Locale: "fr"}, owner)
	if err != nil {
		t.Fatal(err)
	}
	c := cast{org: o, actors: map[string]*person{"visitor": s.visitor("fr"), "owner": s.enters(t, owner)}}
	for _, r := range []people.MemberRole{people.Treasurer, people.Technical, people.Member} {
		u := s.meets(t, string(r)+"@fee.example")
		if _, err := people.Join(ctx, s.db, u.ID, o.ID, r); err != nil {
			t.Fatal(err)
		}
		c.actors[string(r)] = s.enters(t, u)
	}
	stranger := s.meets(t, "eve@ailleurs.example")
	if _, err := people.NewOrganisation(ctx, s.db, people.Organisation{Name: "Ailleurs"}, stranger); err != nil {
		t.Fatal(err)
	}
	c.actors["stranger"] = s.enters(t, stranger)
	for _, r := range people.Roles {
		u, err := people.Appoint(ctx, s.db, people.AppointForm{Email: string(r) + "@host.example", Locale: "fr", Roles: []people.Role{r}})
		if err != nil {
			t.Fatal(err)
		}
		c.actors["staff "+string(r)] = s.enters(t, u)
	}
	return c
}

// meets makes a person whose address is confirmed.
func (s *site) meets(t testing.TB, email string) people.User {
	t.Helper()
	u, err := people.Meet(context.Background(), s.db, email, "", "fr")
	if err == nil {
		err = u.Confirm(context.Background(), s.db)
	}
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// enters gives a person a session, as a sign-in link would.
func (s *site) enters(t testing.TB, u people.User) *person {
	t.Helper()
	_, token, err := identity.OpenSession(context.Background(), s.db, u, identity.Visit{Agent: "test"})
	if err != nil {
		t.Fatal(err)
	}
	p := s.visitor("fr")
	at, _ := url.Parse(s.server.URL)
	p.client.Jar.SetCookies(at, []*http.Cookie{{Name: "session", Value: token, Path: "/"}})
	p.user = u
	return p
}

// allowed reads a door's sign for one kind of person.
func allowed(door, who string) bool {
	kind, roles, _ := strings.Cut(door, ":")
	listed := func(name string) bool {
		return roles == "" || strings.Contains(","+roles+",", ","+name+",")
	}
	staffRole, isStaff := strings.CutPrefix(who, "staff ")
	switch kind {
	case "everyone":
		return true
	case "members":
		return who != "visitor"
	case "org":
		inside := who == "owner" || who == "treasurer" || who == "technical" || who == "member"
		return isStaff && (staffRole == "operator" || staffRole == "admin") || inside && (who == "owner" || listed(who))
	case "staff":
		return isStaff && (staffRole == "admin" || listed(staffRole))
	}
	return false
}

// TestWhoMayEnter walks every address with every kind of person. A route that stands in no line of doors fails.
func TestWhoMayEnter(t *testing.T) {
	s := newSite(t)
	c := castOf(t, s)
	known := map[string]bool{}
	for _, r := range s.router.Routes() {
		if r.Method == echo.RouteNotFound {
			continue
		}
		line := r.Method + " " + r.Path
		known[line] = true
		door, ok := doors[line]
		if !ok {
			t.Errorf("%s is in no line of doors_test.go", line)
			continue
		}
		for who, p := range c.actors {
			tryDoor(t, s, c, p, who, r, door)
		}
	}
	for line := range doors {
		if !known[line] {
			t.Errorf("%s stands in doors_test.go but is no address", line)
		}
	}
}

func tryDoor(t *testing.T, s *site, c cast, p *person, who string, r *echo.Route, door string) {
	t.Helper()
	path := strings.NewReplacer(":lang", "fr", ":org", c.org.Ref, "*", "x").Replace(r.Path)
	for _, part := range strings.Split(path, "/") {
		if strings.HasPrefix(part, ":") {
			path = strings.Replace(path, part, "x", 1)
		}
	}
	client := *p.client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	if strings.Contains(r.Path, "sign-out") {
		return // tried by a test of its own: it would end the session of everybody after it
	}
	request := p.request(r.Method, path, strings.NewReader(""))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	got, to := answer.StatusCode, answer.Header.Get("Location")
	toSignIn := got == 303 && strings.Contains(to, "/sign-in?") || got == 303 && strings.HasSuffix(to, "/sign-in")
	if got >= 500 {
		t.Errorf("%s %s as %s: %d", r.Method, path, who, got)
	}
	if allowed(door, who) {
		if got == 401 || got == 403 || toSignIn && who != "visitor" {
			t.Errorf("%s %s is closed to %s (%d), want it open (%s)", r.Method, r.Path, who, got, door)
		}
		return
	}
	want := map[bool]string{true: "401 or the sign-in page", false: "403 or 404"}[who == "visitor"]
	closed := got == 403 || got == 404
	if who == "visitor" {
		closed = got == 401 || toSignIn
	}
	if !closed {
		t.Errorf("%s %s as %s: %d, want %s (%s)", r.Method, r.Path, who, got, want, door)
	}
}

// TestTheDoorsAreRead makes sure the signs mean what they say.
func TestTheDoorsAreRead(t *testing.T) {
	for sign, in := range map[string]string{"org:treasurer": "owner treasurer", "org": "owner treasurer technical member", "members": "owner treasurer technical member stranger"} {
		var got []string
		for _, who := range []string{"visitor", "owner", "treasurer", "technical", "member", "stranger"} {
			if allowed(sign, who) {
				got = append(got, who)
			}
		}
		want := strings.Fields(in)
		sort.Strings(got)
		sort.Strings(want)
		if strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("%s lets in %v", sign, got)
		}
	}
}
