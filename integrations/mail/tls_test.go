package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"chatiere/integrations/mail/mailtest"
)

// certificate is a certificate for 127.0.0.1 and the pool that trusts it.
func certificate(t *testing.T) (*tls.Config, *x509.CertPool) {
	t.Helper()
	made := httptest.NewTLSServer(nil)
	defer made.Close()
	pool := x509.NewCertPool()
	pool.AddCert(made.Certificate())
	return &tls.Config{Certificates: made.TLS.Certificates, MinVersion: tls.VersionTLS12}, pool
}

func TestLettersGoEncryptedToServersThatAreWhoTheySay(t *testing.T) {
	secure, trusted := certificate(t)
	m := Message{From: Address{"", "a@indie.example"}, To: Address{"", "b@fee.example"}, Subject: "x", Text: "x", MessageID: "<a@b>", Date: time.Unix(0, 0)}
	for scheme, wrapped := range map[string]bool{"smtps": true, "smtp": false} {
		server := mailtest.StartTLS(t, secure, wrapped)
		s, err := Open(strings.Replace(server.URL(), "smtp://", scheme+"://portal:secret@", 1))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Send(context.Background(), m); err == nil || len(server.Letters()) != 0 {
			t.Errorf("%s: an unknown certificate was taken", scheme)
		}
		s.roots = trusted
		if err := s.Send(context.Background(), m); err != nil || len(server.Letters()) != 1 {
			t.Errorf("%s: %v", scheme, err)
		}
	}
}
