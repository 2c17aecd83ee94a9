package identity_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"chatiere/models/identity"
	"chatiere/models/store"
	"chatiere/models/store/storetest"
)

func TestATokenIsReadForItsPurposeInItsTimeByItsKeyOnly(t *testing.T) {
	until := storetest.Noon.Add(30 * time.Minute)
	token := seal.Token(identity.ForSignIn, "abc", until)
	if ref, err := seal.Read(identity.ForSignIn, token, until.Add(-time.Second)); ref != "abc" || err != nil {
		t.Fatal(ref, err)
	}
	if _, err := seal.Read(identity.ForSignIn, token, until); !errors.Is(err, identity.ErrExpired) {
		t.Fatal("a token outlived its time", err)
	}
	forged := map[string]string{
		"another purpose": token, "a later expiry": strings.Replace(token, "-t", "-u", 1), "another ref": "abd" + token[3:],
		"a bit of it": token[:len(token)-1], "nothing": "", "dashes": "--", "much": strings.Repeat("a", 300), "four parts": token + "-x",
	}
	for name, t2 := range forged {
		purpose := identity.ForSignIn
		if name == "another purpose" {
			purpose = identity.ForInvitation
		}
		if _, err := seal.Read(purpose, t2, storetest.Noon); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := identity.NewSealer([]byte("another key")).Read(identity.ForSignIn, token, storetest.Noon); !errors.Is(err, store.ErrNotFound) {
		t.Error("another portal's token was taken", err)
	}
	if tail := token[strings.LastIndex(token, "-")+1:]; len(tail)*5 < 128 {
		t.Errorf("only %d bits", len(tail)*5)
	}
}

func FuzzTokens(f *testing.F) {
	f.Add(seal.Token(identity.ForSignIn, "abc", storetest.Noon))
	f.Add("a-b-c")
	f.Fuzz(func(t *testing.T, token string) {
		ref, err := seal.Read(identity.ForInvitation, token, storetest.Noon)
		if err == nil {
			t.Errorf("%q opens %q", token, ref)
		}
	})
}
