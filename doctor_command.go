package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"time"

	"chatiere/jobs"
	"chatiere/models/billing/cashier"
	"chatiere/models/collective"
	"chatiere/models/commons"
	"chatiere/models/customers"
	"chatiere/models/identity"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"

	"github.com/spf13/cobra"
)

// errIll is what the doctor ends with when something needs care.
var errIll = errors.New("something needs care: the lines above say what")

// doctorCommand looks at everything the portal stands on and changes nothing.
func doctorCommand() *cobra.Command {
	return &cobra.Command{Use: "doctor", Short: "Say what is well and what needs care; changes nothing", RunE: func(cmd *cobra.Command, _ []string) error {
		s, err := read()
		if err != nil {
			return err
		}
		h, err := store.Open(cmd.Context(), s.DatabaseURL, store.Options{Logger: slog.New(slog.DiscardHandler)})
		if err != nil {
			return err
		}
		defer h.Close()
		return examine(cmd.Context(), cmd.OutOrStdout(), s, h)
	}}
}

// symptom is one thing looked at: what is wrong with it, or nil.
type symptom struct {
	name string
	look func(context.Context) error
}

func examine(ctx context.Context, out io.Writer, s settings, h *store.Handle) error {
	ill := false
	for _, one := range symptoms(s, h) {
		if err := one.look(ctx); err != nil {
			ill = true
			fmt.Fprintf(out, "!! %s: %v\n", one.name, err)
			continue
		}
		fmt.Fprintf(out, "ok %s\n", one.name)
	}
	if ill {
		return errIll
	}
	return nil
}

func symptoms(s settings, h *store.Handle) []symptom {
	return []symptom{
		{"the database answers", h.Ready},
		{"the schema is current", func(ctx context.Context) error {
			missing, err := store.Pending(h.DB.WithContext(ctx))
			if err == nil && len(missing) > 0 {
				err = fmt.Errorf("%d steps are missing: run chatiere migrate", len(missing))
			}
			return err
		}},
		{"the clocks agree", func(ctx context.Context) error { return clocks(ctx, h) }},
		{"the books balance", func(ctx context.Context) error { return books(ctx, h) }},
		{"promises are kept", func(ctx context.Context) error {
			n, err := store.FailingPromises(ctx, h.DB)
			if err == nil && n > 0 {
				err = fmt.Errorf("%d could not be kept yet: see the desk's page of promises", n)
			}
			return err
		}},
		{"recurring work is on time", func(ctx context.Context) error {
			n, err := store.LateWork(ctx, h.DB)
			if err == nil && n > 0 {
				err = fmt.Errorf("%d late: see the desk's page of promises, and whether the worker runs", n)
			}
			return err
		}},
		{"mail can leave", func(ctx context.Context) error { return mailDoor(ctx, s) }},
		{"money can be collected online", func(ctx context.Context) error { return collecting(ctx, s.till(h, s.logger())) }},
		{"the files for CHATONS are sound", func(ctx context.Context) error {
			n, err := jobs.Worker{DB: h.DB, BaseURL: s.BaseURL}.FilesWrong(ctx)
			if err == nil && n > 0 {
				err = fmt.Errorf("%d mistakes keep some of them from being read: see the desk's page ChatonsInfos", n)
			}
			return err
		}},
		{"nobody waits to move in", func(ctx context.Context) error {
			b, err := customers.Waiting(ctx, h.DB)
			if err == nil && b.ID != 0 {
				err = fmt.Errorf("the batch of %s waits for a word: run chatiere import customers --confirm, or --undo", b.AppliedAt.Format(time.DateOnly))
			}
			return err
		}},
		{"somebody looks after the portal", func(ctx context.Context) error {
			there, err := people.HasAdmin(ctx, h.DB)
			if err == nil && !there {
				err = errors.New("there is no admin: run chatiere user EMAIL --role admin")
			}
			return err
		}},
		{"who holds keys signs in by two steps", func(ctx context.Context) error { return factors(ctx, h) }},
		{"the collective can be paid", func(ctx context.Context) error {
			host, err := collective.Find(ctx, h.DB)
			if err == nil && !host.Bankable() {
				err = errors.New("no IBAN is set")
			}
			return err
		}},
	}
}

// factors reports keys that one step of signing in opens: staff rights after the day on which they ask for two, and payments to projects.
func factors(ctx context.Context, h *store.Handle) error {
	host, err := collective.Find(ctx, h.DB)
	if err != nil {
		return err
	}
	without, err := identity.Unprotected(ctx, h.DB)
	if err != nil {
		return err
	}
	if host.StaffFactorsOn != "" && without > 0 {
		return fmt.Errorf("%d of the staff have not set it up: see the desk's page of two-step sign-in", without)
	}
	paid, err := commons.PaysProjects(ctx, h.DB)
	if err == nil && paid && !host.PayoutFactors {
		err = errors.New("payments to projects are approved with one step: two who approve can set up their second, then the desk's page asks for it")
	}
	return err
}

// clocks compares this machine's clock with PostgreSQL's; SQLite has no other one.
func clocks(ctx context.Context, h *store.Handle) error {
	if h.Kind != store.PostgreSQL {
		return nil
	}
	var theirs time.Time
	if err := h.DB.WithContext(ctx).Raw("select clock_timestamp()").Scan(&theirs).Error; err != nil {
		return err
	}
	if apart := store.Now(h.DB).Sub(theirs).Abs(); apart > 5*time.Second {
		return fmt.Errorf("the database's clock is %s away", apart.Round(time.Second))
	}
	return nil
}

func books(ctx context.Context, h *store.Handle) error {
	found, err := ledger.Verify(ctx, h.DB)
	if err == nil && len(found) > 0 {
		err = fmt.Errorf("%d findings, first: %s", len(found), found[0])
	}
	return err
}

// mailDoor reports whether the mail server takes a connection.
func mailDoor(ctx context.Context, s settings) error {
	if s.SMTPURL == "" {
		if s.development() {
			return nil
		}
		return errors.New("SMTP_URL is not set: letters wait")
	}
	u, err := url.Parse(s.SMTPURL)
	if err != nil {
		return errors.New("SMTP_URL cannot be read")
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"smtps": "465"}[u.Scheme]
	}
	if port == "" {
		port = "587"
	}
	conn, err := (&net.Dialer{Timeout: 5 * time.Second}).DialContext(ctx, "tcp", net.JoinHostPort(u.Hostname(), port))
	if err != nil {
		return errors.New("the mail server does not answer")
	}
	return conn.Close()
}

// collecting tries the keys of the payment provider, the endpoint's secret and the clock; a portal without keys has only offline ways,
// which is no fault.
func collecting(ctx context.Context, till jobs.Till) error {
	keys, err := collective.FindPaymentKeys(ctx, till.DB)
	if err != nil || !keys.Set() {
		return err
	}
	if _, err := keys.Open(till.Secret); err != nil {
		return errors.New("the keys were sealed with another SECRET_KEY: give them again on the page of online payment")
	}
	if !keys.Heard() {
		return errors.New("the endpoint's secret is missing: Stripe's news cannot be told from forgeries, nothing is offered online")
	}
	within, stop := context.WithTimeout(ctx, 30*time.Second)
	defer stop()
	h, err := till.Examine(within)
	switch {
	case errors.Is(err, cashier.Locked):
		return errors.New("the key is not accepted by Stripe")
	case err != nil:
		return errors.New("no answer from Stripe")
	case h.Skew.Abs() >= time.Minute:
		return fmt.Errorf("this machine's clock is %s away from Stripe's", h.Skew.Round(time.Second))
	case h.Asked && (!h.Found || !h.Enabled):
		return errors.New("no enabled endpoint at Stripe leads to " + till.Hook())
	case h.Found && h.Version != h.Needed:
		return errors.New("the endpoint at Stripe must be made with the API version " + h.Needed)
	case len(h.Missing) > 0:
		return fmt.Errorf("the endpoint at Stripe does not send %d kinds of news that are needed, first: %s", len(h.Missing), h.Missing[0])
	}
	return nil
}
