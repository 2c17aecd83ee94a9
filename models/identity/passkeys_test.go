package identity_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"chatiere/models/identity"
	"chatiere/models/identity/passkey"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"github.com/descope/virtualwebauthn"
	"gorm.io/gorm"
)

// device is a passkey in software, and the site it believes to be on.
type device struct {
	site virtualwebauthn.RelyingParty
	auth virtualwebauthn.Authenticator
	key  virtualwebauthn.Credential
}

func newDevice() *device {
	return &device{
		site: virtualwebauthn.RelyingParty{Name: "Portail", ID: "portail.example", Origin: "https://portail.example"},
		auth: virtualwebauthn.NewAuthenticator(), key: newKey(),
	}
}

// wholeKey is how many bytes a public key takes: the library leaves out zeros that a coordinate begins with, which no device does, and one key
// in 128 has such a one.
const wholeKey = 77

func newKey() virtualwebauthn.Credential {
	for {
		if key := virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2); len(key.Key.AttestationData()) == wholeKey {
			return key
		}
	}
}

func party(t *testing.T) passkey.Party {
	t.Helper()
	p, err := passkey.NewParty("https://portail.example", "Les Chats")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// makes answers a question for a new passkey.
func (d *device) makes(t *testing.T, q identity.Question) identity.Answer {
	t.Helper()
	asked, err := virtualwebauthn.ParseAttestationOptions(q.Asked)
	if err != nil {
		t.Fatal(err)
	}
	d.auth.Options.UserHandle = []byte(asked.UserID)
	return identity.Answer{Said: virtualwebauthn.CreateAttestationResponse(d.site, d.auth, d.key, *asked), Secret: q.Secret}
}

// shows answers a question for a passkey there is.
func (d *device) shows(t *testing.T, q identity.Question) identity.Answer {
	t.Helper()
	asked, err := virtualwebauthn.ParseAssertionOptions(q.Asked)
	if err != nil {
		t.Fatal(err)
	}
	return identity.Answer{Said: virtualwebauthn.CreateAssertionResponse(d.site, d.auth, d.key, *asked), Secret: q.Secret}
}

// gives a person a passkey.
func (d *device) joins(t *testing.T, db *gorm.DB, u people.User) (codes []string, s identity.Session) {
	t.Helper()
	ctx := context.Background()
	s, _ = opened(t, db, u, identity.Visit{Agent: "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0"})
	q, err := s.BeginPasskey(ctx, db, seal, party(t))
	if err == nil {
		codes, err = s.AddPasskey(ctx, db, seal, party(t), "", d.makes(t, q))
	}
	if err != nil {
		t.Fatal(err)
	}
	s, err = identity.LoadSession(ctx, db, s.ID)
	if err != nil {
		t.Fatal(err)
	}
	return codes, s
}

func enters(t *testing.T, db *gorm.DB, answer func(identity.Question) identity.Answer) (identity.Entry, error) {
	t.Helper()
	q, err := identity.BeginEntry(context.Background(), db, party(t))
	if err != nil {
		t.Fatal(err)
	}
	return identity.EnterByPasskey(context.Background(), db, seal, party(t), answer(q), identity.Visit{Next: "/fr/tickets"}, "192.0.2.1")
}

func TestAPasskeyAloneSignsInByTwoMeans(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx := context.Background()
		ada, d := person(t, db, "ada@fee.example"), newDevice()
		codes, s := d.joins(t, db, ada)
		f, err := identity.FactorsOf(ctx, db, ada.ID)
		if err != nil || len(codes) != 10 || len(f.Passkeys) != 1 || f.Passkeys[0].Name != "Firefox, Linux" || !f.Any() || s.Means(store.Now(db)) != 2 {
			t.Fatalf("%+v %v", f, err)
		}
		d.key.Counter = 5
		e, err := enters(t, db, func(q identity.Question) identity.Answer { return d.shows(t, q) })
		if err != nil || e.User.ID != ada.ID || e.Halfway || e.Next != "/fr/tickets" || e.Session.Means(store.Now(db)) != 2 || !opens(db, e.Secret) {
			t.Fatalf("%+v %v", e, err)
		}
		if f, _ = identity.FactorsOf(ctx, db, ada.ID); f.Passkeys[0].UsedAt == nil {
			t.Error("nobody noted the use")
		}
	})
}

func TestAnswersThatDoNotFitOpenNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx := context.Background()
		ada, d := person(t, db, "ada@fee.example"), newDevice()
		d.key.Counter = 7
		d.joins(t, db, ada)
		other := newDevice()
		other.joins(t, db, person(t, db, "eve@ailleurs.example"))
		refused := func(what string, answer func(identity.Question) identity.Answer) {
			t.Helper()
			if _, err := enters(t, db, answer); err == nil {
				t.Errorf("%s was let in", what)
			} else {
				saysAt(t, err, "passkey", "error.passkey")
			}
		}
		refused("another origin", func(q identity.Question) identity.Answer {
			far := *d
			far.site.Origin = "https://portail.example.evil.example"
			return far.shows(t, q)
		})
		refused("another site's key", func(q identity.Question) identity.Answer {
			far := *d
			far.site.ID = "evil.example"
			return far.shows(t, q)
		})
		before, err := identity.BeginEntry(ctx, db, party(t))
		if err != nil {
			t.Fatal(err)
		}
		refused("another challenge", func(q identity.Question) identity.Answer {
			return identity.Answer{Said: d.shows(t, before).Said, Secret: q.Secret}
		})
		refused("another browser", func(q identity.Question) identity.Answer {
			a := d.shows(t, q)
			a.Secret = ""
			return a
		})
		refused("a device that did not look who holds it", func(q identity.Question) identity.Answer {
			lax := *d
			lax.auth.Options.UserNotVerified = true
			return lax.shows(t, q)
		})
		refused("somebody else's name", func(q identity.Question) identity.Answer {
			mixed := *d
			mixed.auth.Options.UserHandle = other.auth.Options.UserHandle
			return mixed.shows(t, q)
		})
		refused("a counter that went back", func(q identity.Question) identity.Answer {
			copied := *d
			copied.key.Counter = 3
			return copied.shows(t, q)
		})
		refused("a key that nobody knows", func(q identity.Question) identity.Answer {
			stranger := *d
			stranger.key = newKey()
			return stranger.shows(t, q)
		})
		refused("nonsense", func(q identity.Question) identity.Answer { return identity.Answer{Said: "{}", Secret: q.Secret} })
		late, err := identity.BeginEntry(ctx, db, party(t))
		if err != nil {
			t.Fatal(err)
		}
		d.key.Counter = 9
		a := d.shows(t, late)
		if _, err := identity.EnterByPasskey(ctx, db, seal, party(t), a, identity.Visit{}, "192.0.2.1"); err != nil {
			t.Fatal(err)
		}
		d.key.Counter = 10
		if _, err := identity.EnterByPasskey(ctx, db, seal, party(t), a, identity.Visit{}, "192.0.2.1"); err == nil {
			t.Error("an answer counted twice")
		}
		late, err = identity.BeginEntry(ctx, db, party(t))
		if err != nil {
			t.Fatal(err)
		}
		later(db, identity.CeremonyLife)
		if _, err := identity.EnterByPasskey(ctx, db, seal, party(t), d.shows(t, late), identity.Visit{}, "192.0.2.1"); err == nil {
			t.Error("an old question counted")
		}
	})
}

func TestAPasskeyIsASecondMeansToo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx := context.Background()
		ada, d := person(t, db, "ada@fee.example"), newDevice()
		_, s := d.joins(t, db, ada)
		h := halfway(t, db, ada)
		q, err := h.AskPasskey(ctx, db, seal, party(t))
		if err != nil {
			t.Fatal(err)
		}
		d.key.Counter = 1
		other := newDevice()
		other.joins(t, db, person(t, db, "eve@ailleurs.example"))
		saysAt(t, second(h.PassByPasskey(ctx, db, seal, party(t), other.shows(t, q))), "passkey", "error.passkey")
		saysAt(t, second(h.PassByPasskey(ctx, db, seal, party(t), d.shows(t, q))), "passkey", "error.passkey") // the question is spent
		if q, err = h.AskPasskey(ctx, db, seal, party(t)); err != nil {
			t.Fatal(err)
		}
		e, err := h.PassByPasskey(ctx, db, seal, party(t), d.shows(t, q))
		if err != nil || e.Session.Means(store.Now(db)) != 2 {
			t.Fatal(err)
		}
		later(db, identity.LatelyFor)
		if q, err = s.AskPasskey(ctx, db, seal, party(t)); err != nil {
			t.Fatal(err)
		}
		d.key.Counter = 2
		if err := s.ProveByPasskey(ctx, db, seal, party(t), d.shows(t, q)); err != nil {
			t.Fatal(err)
		}
		s, _ = identity.LoadSession(ctx, db, s.ID)
		if !s.Lately(store.Now(db)) {
			t.Error("nothing was proven")
		}
		f, _ := identity.FactorsOf(ctx, db, ada.ID)
		saysAt(t, s.RemovePasskey(ctx, db, f.Passkeys[0].Ref, true), "removal", "factors.owed_removal")
		eve, _ := opened(t, db, person(t, db, "eve@ailleurs.example"), identity.Visit{})
		if err := eve.RemovePasskey(ctx, db, f.Passkeys[0].Ref, false); !errors.Is(err, store.ErrNotFound) {
			t.Error(err)
		}
		if err := s.RemovePasskey(ctx, db, f.Passkeys[0].Ref, false); err != nil {
			t.Fatal(err)
		}
		if f, _ = identity.FactorsOf(ctx, db, ada.ID); f.Any() || f.CodesLeft != 0 || opens(db, e.Secret) {
			t.Errorf("%+v", f)
		}
	})
}

func TestTenPasskeysAreTheMostAndEachIsMadeOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx := context.Background()
		ada := person(t, db, "ada@fee.example")
		s, _ := opened(t, db, ada, identity.Visit{})
		var last *device
		for n := range identity.MostPasskeys {
			last = newDevice()
			q, err := s.BeginPasskey(ctx, db, seal, party(t))
			if err != nil {
				t.Fatal(err)
			}
			a := last.makes(t, q)
			if _, err := s.AddPasskey(ctx, db, seal, party(t), fmt.Sprint("Clé ", n), a); err != nil {
				t.Fatal(err)
			}
			saysAt(t, second(s.AddPasskey(ctx, db, seal, party(t), "again", a)), "passkey", "error.passkey")
		}
		_, err := s.BeginPasskey(ctx, db, seal, party(t))
		saysAt(t, err, "passkey", "factors.wrong.most_passkeys")
		if later(db, identity.LatelyFor); !errors.Is(second(s.BeginPasskey(ctx, db, seal, party(t))), identity.ErrProve) {
			t.Error("made without a late proof")
		}
	})
}

func TestPasskeysBelongToANameNotToANumber(t *testing.T) {
	for _, base := range []string{"http://127.0.0.1:8080", "https://[::1]", "nonsense"} {
		if _, err := passkey.NewParty(base, ""); err == nil {
			t.Errorf("%s makes passkeys", base)
		}
	}
}
