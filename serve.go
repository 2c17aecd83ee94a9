package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"runtime/debug"
	"time"

	"chatiere/handlers"
	"chatiere/integrations/mail"
	"chatiere/integrations/outbound"
	"chatiere/jobs"
	"chatiere/models/people"
	"chatiere/models/store"

	"github.com/labstack/echo/v4"
	"github.com/spf13/cobra"
)

func migrateCommand() *cobra.Command {
	return &cobra.Command{Use: "migrate", Short: "Bring the database to the newest schema", RunE: func(cmd *cobra.Command, _ []string) error {
		s, err := read()
		if err != nil {
			return err
		}
		ran, err := store.Migrate(cmd.Context(), s.DatabaseURL)
		for _, id := range ran {
			fmt.Fprintln(cmd.OutOrStdout(), "done:", id)
		}
		if err == nil && len(ran) == 0 {
			fmt.Fprintln(cmd.OutOrStdout(), "The schema is current.")
		}
		return err
	}}
}

// prepared is what every command that uses the database begins with.
func prepared(ctx context.Context) (settings, *slog.Logger, *store.Handle, error) {
	s, err := read()
	if err != nil {
		return s, nil, nil, err
	}
	log := s.logger()
	if _, err := store.Migrate(ctx, s.DatabaseURL); err != nil {
		return s, log, nil, err
	}
	h, err := store.Open(ctx, s.DatabaseURL, store.Options{Logger: log})
	return s, log, h, err
}

// serve runs the web, the worker or both, until the context ends; what is under way is finished first.
func serve(ctx context.Context, web, worker bool) error {
	s, log, h, err := prepared(ctx)
	if err != nil {
		return err
	}
	defer h.Close()
	if err := demoOnFirstStart(ctx, s, h); err != nil {
		return err
	}
	w, err := s.worker(h, log)
	if err != nil {
		return err
	}
	if worker {
		keeper, err := jobs.NewKeeper(h, w)
		if err != nil {
			return err
		}
		if err := keeper.Start(context.WithoutCancel(ctx)); err != nil {
			return err
		}
		defer func() {
			wait, stop := context.WithTimeout(context.Background(), 8*time.Second)
			defer stop()
			_ = keeper.Stop(wait)
		}()
	}
	if !web {
		<-ctx.Done()
		return nil
	}
	return answer(ctx, s, log, h, w.Till)
}

// worker is what keeps promises, with the mail server if one is named.
func (s settings) worker(h *store.Handle, log *slog.Logger) (jobs.Worker, error) {
	w := jobs.Worker{DB: h.DB, Log: log, BaseURL: s.BaseURL, Secret: []byte(s.SecretKey), Till: s.till(h, log), Web: outbound.New(), Development: s.development()}
	if s.SMTPURL == "" {
		return w, nil
	}
	sender, err := mail.Open(s.SMTPURL)
	w.Mail = sender
	return w, err
}

// till is where money is collected, once an admin has given the keys.
func (s settings) till(h *store.Handle, log *slog.Logger) jobs.Till {
	return jobs.Till{DB: h.DB, Log: log, Secret: []byte(s.SecretKey), BaseURL: s.BaseURL, API: s.StripeURL}
}

func answer(ctx context.Context, s settings, log *slog.Logger, h *store.Handle, till handlers.Till) error {
	e := handlers.New(handlers.Site{
		DB: h.DB, Log: log, BaseURL: s.BaseURL, Development: s.development(), Secret: []byte(s.SecretKey),
		TrustedProxies: s.proxies, MetricsToken: s.MetricsToken, PageLimit: s.PageLimit, Version: version, Ready: ready(ctx, h), Till: till,
	})
	failed := make(chan error, 1)
	go func() { failed <- e.Start(s.listen()) }()
	if err := greet(ctx, s, h); err != nil {
		return err
	}
	debug.FreeOSMemory() // what only the start needed
	select {
	case err := <-failed:
		return fmt.Errorf("listening on %s: %w", s.listen(), err)
	case <-ctx.Done():
	}
	return drain(e)
}

// ready answers /readyz: not once the program is stopping, nor while the database is away or behind.
func ready(ctx context.Context, h *store.Handle) func(context.Context) error {
	return func(asked context.Context) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := h.Ready(asked); err != nil {
			return err
		}
		missing, err := store.Pending(h.DB.WithContext(asked))
		if err == nil && len(missing) > 0 {
			err = errors.New("the schema is behind")
		}
		return err
	}
}

// drain lets the requests under way finish.
func drain(e *echo.Echo) error {
	wait, stop := context.WithTimeout(context.Background(), 8*time.Second)
	defer stop()
	if err := e.Shutdown(wait); err != nil && !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// greet prints where the portal is, and in production the way in while it has no admin.
func greet(ctx context.Context, s settings, h *store.Handle) error {
	there, err := people.HasAdmin(ctx, h.DB)
	if err != nil {
		return err
	}
	if !there {
		inviteFirstAdmin(s, h, os.Stdout)
	}
	if s.development() {
		if err := introduceDemo(ctx, h, os.Stdout); err != nil {
			return err
		}
		fmt.Fprintf(os.Stdout, "\n  Chatière is open at %s  (Ctrl-C closes it)\n\n", s.BaseURL)
	}
	return nil
}
