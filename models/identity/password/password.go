// Package password hashes passwords with Argon2id and knows which ones anybody would guess.
// It is a pure leaf: no database, no clock.
package password

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"sync/atomic"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// Shortest and Longest are the limits of a password, in characters (quality.md 4.1 line 38; the longest only keeps the work bounded).
const (
	Shortest = 12
	Longest  = 200
)

// strength says how much work a hash is.
type strength struct {
	memory uint32 // KiB
	passes uint32
	lanes  uint8
}

// today is the strength of new hashes: 19 MiB, 2 passes, 1 lane (sso.md 10.4). Older hashes are renewed at the next sign-in.
var today = strength{19456, 2, 1}

const (
	saltSize = 16
	sumSize  = 32
)

// seats limits how many hashes are computed at once, so that many sign-ins do not take all memory: 2 × 19 MiB.
var seats = make(chan struct{}, 2)

var runs atomic.Int64

// Runs is how many hashes were computed since the start: known and unknown accounts must cost the same.
func Runs() int64 { return runs.Load() }

// Hash returns the PHC string of a password: algorithm, strength, salt and sum.
func Hash(typed string) string {
	salt := make([]byte, saltSize)
	_, _ = rand.Read(salt) // never fails (crypto/rand)
	sum := today.sum(typed, salt)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, today.memory, today.passes, today.lanes, encode(salt), encode(sum))
}

// nobody is the hash that stands in for accounts without one.
var nobody = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5J3Mgc2FsdCE$" + encode(make([]byte, sumSize))

// Verify compares a password with a PHC string. old says that the hash is weaker than today's and should be written again.
// An empty hash costs the same work and never fits, so that nobody learns which accounts exist.
func Verify(hash, typed string) (fits, old bool) {
	if hash == "" {
		hash = nobody
	}
	s, salt, sum, ok := parse(hash)
	if !ok {
		return false, false
	}
	fits = subtle.ConstantTimeCompare(s.sum(typed, salt), sum) == 1
	return fits && hash != nobody, s != today
}

// sum does the work, waiting for a seat. What is typed is composed first, so that every keyboard means the same é.
func (s strength) sum(typed string, salt []byte) []byte {
	seats <- struct{}{}
	defer func() { <-seats }()
	runs.Add(1)
	return argon2.IDKey([]byte(norm.NFKC.String(typed)), salt, s.passes, s.memory, s.lanes, sumSize)
}

// parse reads a PHC string; strengths that would take the machine down are refused.
func parse(hash string) (s strength, salt, sum []byte, ok bool) {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return s, nil, nil, false
	}
	if n, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &s.memory, &s.passes, &s.lanes); err != nil || n != 3 {
		return s, nil, nil, false
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return s, nil, nil, false
	}
	sum, err = base64.RawStdEncoding.DecodeString(parts[5])
	sane := s.memory >= 8 && s.memory <= 1<<20 && s.passes >= 1 && s.passes <= 20 && s.lanes >= 1 && s.lanes <= 16
	return s, salt, sum, err == nil && sane && len(sum) == sumSize && len(salt) >= 8
}

func encode(b []byte) string { return base64.RawStdEncoding.EncodeToString(b) }
