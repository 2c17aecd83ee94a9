// Package totp reckons the six figures that an authenticator app shows (RFC 6238: SHA-1, six digits, thirty seconds). It knows no database.
package totp

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1" // what all apps speak; the standard's HMAC is not weakened by SHA-1's collisions
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// Period is how long a code is shown. A code of the step before or after still counts, for clocks that are a little off.
const Period = 30 * time.Second

// Size is how many bytes a secret has.
const Size = 20

var letters = base32.StdEncoding.WithPadding(base32.NoPadding)

// New makes a secret.
func New() []byte {
	secret := make([]byte, Size)
	_, _ = rand.Read(secret) // never fails (crypto/rand)
	return secret
}

// Text is the secret as people type it into an app.
func Text(secret []byte) string { return letters.EncodeToString(secret) }

// Address is the secret as a square code carries it to an app: issuer is who asks for the codes, account whose they are.
func Address(issuer, account string, secret []byte) string {
	return fmt.Sprintf("otpauth://totp/%s:%s?secret=%s&issuer=%s&algorithm=SHA1&digits=6&period=30", escaped(issuer), escaped(account), Text(secret), escaped(issuer))
}

// escaped writes blanks as %20: several apps show a plus as it is.
func escaped(text string) string { return strings.ReplaceAll(url.QueryEscape(text), "+", "%20") }

// Step is the number of the period in which an instant lies.
func Step(at time.Time) int64 { return at.Unix() / int64(Period/time.Second) }

// Code is what the app shows in a step.
func Code(secret []byte, step int64) string {
	var counter [8]byte
	binary.BigEndian.PutUint64(counter[:], uint64(step))
	h := hmac.New(sha1.New, secret)
	h.Write(counter[:])
	sum := h.Sum(nil)
	at := sum[len(sum)-1] & 0xf
	return fmt.Sprintf("%06d", (binary.BigEndian.Uint32(sum[at:])&0x7fffffff)%1000000)
}

// Check returns the step whose code was typed: the present one, the one before or the one after, but none up to last, whose codes are spent.
func Check(secret []byte, typed string, now time.Time, last int64) (step int64, ok bool) {
	here := Step(now)
	for s := here - 1; s <= here+1; s++ {
		if s > last && subtle.ConstantTimeCompare([]byte(Code(secret, s)), []byte(typed)) == 1 {
			step, ok = s, true
		}
	}
	return step, ok
}
