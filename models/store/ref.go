package store

import (
	"crypto/rand"
	"encoding/base32"
	"strings"
)

var plainBase32 = base32.NewEncoding("abcdefghjkmnpqrstuvwxyz023456789").WithPadding(base32.NoPadding)

// NewRef returns a new public reference: 80 random bits in 16 letters and digits that are hard to confuse.
func NewRef() string { return random(10) }

// NewCheckRef returns 128 random bits in 26 letters and digits, for documents that anybody may check by their address.
func NewCheckRef() string { return random(16) }

// NewSecret returns 160 random bits in 32 letters and digits, for tokens.
func NewSecret() string { return random(20) }

// random reads n bytes; rand.Read never fails (it ends the program instead, crypto/rand).
func random(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b)
	return plainBase32.EncodeToString(b)
}

// Like escapes what a person typed for use inside LIKE … ESCAPE '\'.
func Like(typed string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(strings.ToLower(typed)) + "%"
}
