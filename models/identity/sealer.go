// Package identity knows how people prove who they are: sign-in links, passwords, sessions, and how often one may try.
package identity

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"strconv"
	"strings"
	"time"

	"chatiere/models/store"
)

// Purpose says what a one-time link is for; a link for one purpose never serves another.
type Purpose string

// The purposes of links.
const (
	ForSignIn      Purpose = "sign_in"
	ForInvitation  Purpose = "invitation"
	ForEmailChange Purpose = "email_change"
	ForNotice      Purpose = "notice"     // the address on a cancellation or withdrawal is real
	ForPaying      Purpose = "paying"     // without signing in: it may be used until it ends or is taken back (billing.md PAY5)
	ForShare       Purpose = "share"      // somebody is asked to pay a part of a subscription
	ForPledge      Purpose = "pledge"     // a promise to a shared space may be seen and stopped without signing in
	ForChange      Purpose = "change"     // the terms of a change of a subscription, as they were shown
	ForRepricing   Purpose = "repricing"  // whom an announcement of other prices concerns, as it was shown
	ForMaintainer  Purpose = "maintainer" // money comes to a project: they see it and decide
	ForRescue      Purpose = "rescue"     // the letters about a lost second means can stop its rescue
	forDevice      Purpose = "device"
)

// ErrExpired is returned for a genuine link that is too old or was used already.
var ErrExpired = errors.New("identity: the link is spent")

// Sealer makes and reads one-time links from the portal's secret key (decisions.md 21): the token is
// HMAC(key, purpose, ref, expiry), so nothing secret lies in a row, a promise or a backup.
type Sealer struct{ key []byte }

// NewSealer derives the links' own key from the portal's secret.
func NewSealer(secret []byte) Sealer {
	return Sealer{mac(secret, "one-time links")}
}

var tokenLetters = base32.NewEncoding("abcdefghjkmnpqrstuvwxyz023456789").WithPadding(base32.NoPadding)

// Token seals a public reference for one purpose until an instant (whole seconds).
func (s Sealer) Token(purpose Purpose, ref string, expires time.Time) string {
	at := strconv.FormatInt(expires.Unix(), 36)
	return ref + "-" + at + "-" + s.sign(purpose, ref, at)
}

// Read returns the reference inside a token: store.ErrNotFound when it is not ours, ErrExpired when its time is over.
func (s Sealer) Read(purpose Purpose, token string, now time.Time) (ref string, err error) {
	parts := strings.Split(token, "-")
	if len(token) > 200 || len(parts) != 3 || !hmac.Equal([]byte(parts[2]), []byte(s.sign(purpose, parts[0], parts[1]))) {
		return "", store.ErrNotFound
	}
	seconds, err := strconv.ParseInt(parts[1], 36, 64)
	if err != nil {
		return "", store.ErrNotFound
	}
	if now.Unix() >= seconds {
		return "", ErrExpired
	}
	return parts[0], nil
}

// sign is 160 bits of the HMAC over purpose, reference and expiry.
func (s Sealer) sign(purpose Purpose, ref, at string) string {
	return tokenLetters.EncodeToString(mac(s.key, string(purpose)+"\x00"+ref+"\x00"+at)[:20])
}

func mac(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}
