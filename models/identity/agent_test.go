package identity_test

import (
	"encoding/base64"
	"testing"

	"chatiere/models/identity"

	"golang.org/x/crypto/argon2"
)

func TestAgentFamilies(t *testing.T) {
	for header, want := range map[string]string{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0":           "Edge, Windows",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1": "Safari, iPhone",
		"Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36":                            "Chrome, Android",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:145.0) Gecko/20100101 Firefox/145.0":                                                    "Firefox, macOS",
		"<script>alert(1)</script>": "", "": "",
	} {
		if got := identity.AgentFamily(header); got != want {
			t.Errorf("%q: %q, want %q", header, got, want)
		}
	}
}

// weakHash is a PHC string of less strength than today's, as an older release would have written it.
func weakHash(typed string) string {
	salt := []byte("saltsaltsaltsalt")
	sum := argon2.IDKey([]byte(typed), salt, 1, 8192, 1, 32)
	return "$argon2id$v=19$m=8192,t=1,p=1$" + base64.RawStdEncoding.EncodeToString(salt) + "$" + base64.RawStdEncoding.EncodeToString(sum)
}
