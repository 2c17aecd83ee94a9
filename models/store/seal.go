package store

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"errors"
)

// ErrSealed is returned when something sealed cannot be opened: the portal's secret key is another one now, or the bytes were changed.
var ErrSealed = errors.New("store: this was sealed with another secret key")

// Seal hides a text that must be read again, such as the key of a payment provider: who has the database or a backup, but not the
// portal's secret key, learns nothing. What was sealed for one purpose does not open for another (AES-256-GCM, key by HKDF-SHA-256).
func Seal(secret []byte, purpose, text string) ([]byte, error) {
	box, err := sealing(secret, purpose)
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, box.NonceSize())
	_, _ = rand.Read(nonce) // never fails
	return box.Seal(nonce, nonce, []byte(text), []byte(purpose)), nil
}

// Unseal opens what Seal hid.
func Unseal(secret []byte, purpose string, sealed []byte) (string, error) {
	box, err := sealing(secret, purpose)
	if err != nil {
		return "", err
	}
	if len(sealed) < box.NonceSize() {
		return "", ErrSealed
	}
	text, err := box.Open(nil, sealed[:box.NonceSize()], sealed[box.NonceSize():], []byte(purpose))
	if err != nil {
		return "", ErrSealed
	}
	return string(text), nil
}

func sealing(secret []byte, purpose string) (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, secret, nil, "chatiere sealed: "+purpose, 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}
