package store_test

import (
	"bytes"
	"errors"
	"testing"

	"chatiere/models/store"
)

func TestWhatIsSealedOpensForItsPurposeOnly(t *testing.T) {
	secret := []byte("a secret of this portal, long enough")
	sealed, err := store.Seal(secret, "payment key", "sk_test_12345678")
	if err != nil || bytes.Contains(sealed, []byte("sk_test")) {
		t.Fatal(err)
	}
	again, err := store.Seal(secret, "payment key", "sk_test_12345678")
	if err != nil || bytes.Equal(sealed, again) {
		t.Error("equal secrets look equal")
	}
	if text, err := store.Unseal(secret, "payment key", sealed); err != nil || text != "sk_test_12345678" {
		t.Error(text, err)
	}
	changed := append([]byte(nil), sealed...)
	changed[len(changed)-1] ^= 1
	for name, open := range map[string]func() (string, error){
		"another purpose": func() (string, error) { return store.Unseal(secret, "webhook", sealed) },
		"another key":     func() (string, error) { return store.Unseal([]byte("another secret"), "payment key", sealed) },
		"changed bytes":   func() (string, error) { return store.Unseal(secret, "payment key", changed) },
		"too short":       func() (string, error) { return store.Unseal(secret, "payment key", sealed[:3]) },
		"nothing":         func() (string, error) { return store.Unseal(secret, "payment key", nil) },
	} {
		if text, err := open(); !errors.Is(err, store.ErrSealed) || text != "" {
			t.Errorf("%s: %q %v", name, text, err)
		}
	}
}
