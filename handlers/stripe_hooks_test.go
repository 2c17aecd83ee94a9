package handlers

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"chatiere/integrations/payment"
	"chatiere/integrations/payment/paymenttest"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

// exactly demands a number of rows.
func exactly(t *testing.T, db *gorm.DB, want int64, table, condition string, args ...any) {
	t.Helper()
	var n int64
	if err := db.Table(table).Where(condition, args...).Count(&n).Error; err != nil {
		t.Fatal(err)
	}
	if n != want {
		t.Errorf("%s where %s: %d, want %d", table, condition, n, want)
	}
}

func TestNewsIsKeptBeforeItIsAnsweredAndForgeriesAreRefusedWithoutTheirWords(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.sells(t)
		stripe := s.collects(t)
		stripe.Tell("payout.paid", map[string]any{"object": "payout", "id": "po_secretword"})
		stripe.Tell("customer.created", map[string]any{"object": "customer", "id": "cus_x"})
		letters := stripe.News()
		endpoint := s.server.URL + "/webhooks/stripe"
		for _, l := range paymenttest.Shuffled(letters, 3, 1) {
			if status, err := l.Send(endpoint); status != http.StatusOK || err != nil {
				t.Fatal(status, err)
			}
		}
		exactly(t, s.db, 1, "stripe_events", "state = 'new' and type = 'payout.paid' and payload is not null")
		exactly(t, s.db, 1, "stripe_events", "state = 'stored' and type = 'customer.created'")
		exactly(t, s.db, 1, "river_job", "kind = 'stripe_event_arrived'")
		body, now := letters[0].Body, store.Now(s.db)
		other := bytes.Replace(body, []byte("evt_"), []byte("evt_other"), 1)
		for name, l := range map[string]paymenttest.Letter{
			"another secret":  {Body: other, Signature: paymenttest.Sign(other, "whsec_other", now)},
			"too old":         {Body: other, Signature: paymenttest.Sign(other, paymenttest.Secret, now.Add(-10*time.Minute))},
			"changed":         {Body: other, Signature: letters[0].Signature},
			"unsigned":        {Body: other},
			"another version": changed(body, payment.Version, "2025-03-31.basil", now),
			"live":            changed(body, `"livemode":false,"object":"event"`, `"livemode":true,"object":"event"`, now),
			"too large":       {Body: bytes.Repeat([]byte("x"), 1<<20+1), Signature: "t=1,v1=2"},
			"nothing":         {Signature: "t=1,v1=2"},
		} {
			if status, err := l.Send(endpoint); status != http.StatusBadRequest || err != nil {
				t.Errorf("%s: %d %v", name, status, err)
			}
		}
		exactly(t, s.db, 2, "stripe_events", "1 = 1")
		if log := s.log.String(); strings.Contains(log, "secretword") || !strings.Contains(log, "other_version") || !strings.Contains(log, "other_mode") {
			t.Error("the log:", log)
		}
		r, _ := http.NewRequest(http.MethodGet, s.server.URL+"/metrics", nil)
		r.Header.Set("Authorization", "Bearer token")
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		figures, _ := io.ReadAll(answer.Body)
		for _, line := range []string{`chatiere_stripe_news_total{result="taken"} 2`, `chatiere_stripe_news_total{result="known"} 4`, `chatiere_stripe_news_total{result="other_mode"} 1`} {
			if !strings.Contains(string(figures), line) {
				t.Errorf("%s is missing", line)
			}
		}
	})
}

func changed(body []byte, from, to string, now time.Time) paymenttest.Letter {
	body = []byte(strings.Replace(string(body), from, to, 1))
	return paymenttest.Letter{Body: body, Signature: paymenttest.Sign(body, paymenttest.Secret, now)}
}

func TestWhileTheDatabaseIsBusyNewsIsNotSaidToBeTaken(t *testing.T) {
	s := openSite(t, storetest.SQLite(t))
	s.sells(t)
	stripe := s.collects(t)
	stripe.Tell("payout.paid", map[string]any{"object": "payout", "id": "po_1"})
	if err := s.db.Exec("alter table stripe_events rename to elsewhere").Error; err != nil {
		t.Fatal(err)
	}
	l := stripe.News()[0]
	if status, err := l.Send(s.server.URL + "/webhooks/stripe"); status < 500 || err != nil {
		t.Error(status, err)
	}
}
