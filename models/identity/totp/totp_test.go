package totp_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"chatiere/models/identity/totp"
)

func TestTheCodesAreThoseOfTheStandard(t *testing.T) {
	secret := []byte("12345678901234567890")
	for at, want := range map[int64]string{59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130"} { // RFC 6238, appendix B
		if got := totp.Code(secret, totp.Step(time.Unix(at, 0))); got != want {
			t.Errorf("at %d: %s, want %s", at, got, want)
		}
	}
}

func TestACodeCountsOneStepBeforeAndAfterButNeverTwice(t *testing.T) {
	secret, now := []byte("12345678901234567890"), time.Unix(1111111111, 0) // one of which no two codes near this instant are the same
	here := totp.Step(now)
	for off, want := range map[int64]bool{-2: false, -1: true, 0: true, 1: true, 2: false} {
		step, ok := totp.Check(secret, totp.Code(secret, here+off), now, 0)
		if ok != want || ok && step != here+off {
			t.Errorf("%+d: %v %d", off, ok, step)
		}
	}
	if _, ok := totp.Check(secret, totp.Code(secret, here), now, here); ok {
		t.Error("a spent step counted again")
	}
	for _, typed := range []string{"", "12345", "1234567", "abcdef", totp.Code([]byte("09876543210987654321"), here)} {
		if _, ok := totp.Check(secret, typed, now, 0); ok {
			t.Errorf("%q counted", typed)
		}
	}
}

func TestAppsReadTheAddress(t *testing.T) {
	secret := totp.New()
	u, err := url.Parse(totp.Address("Indie Host & Cie", "ada@fee.example", secret))
	if err != nil || u.Scheme != "otpauth" || u.Host != "totp" || u.Path != "/Indie Host & Cie:ada@fee.example" {
		t.Fatal(u, err)
	}
	q := u.Query()
	if q.Get("secret") != totp.Text(secret) || q.Get("issuer") != "Indie Host & Cie" || strings.Contains(u.RawQuery, "+") || len(totp.Text(secret)) != 32 {
		t.Error(u)
	}
}
