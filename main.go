// Command chatiere is the portal of a libre-software hosting collective: web and worker in one program.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/caarlos0/env/v11"
)

// version is the release; builds set it with -ldflags "-X main.version=…".
var version = "development"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400) // what lives is small beside what a page throws away: four times as much waste may lie before it is swept
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(56 << 20) // from there on it is swept as often as need be: 128 MB are enough for everything (quality.md P7)
	}
	if err := root().ExecuteContext(ctx); err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintln(os.Stderr, "chatiere:", err)
		os.Exit(1)
	}
}

// settings is what must be known before the database is open; the rest is edited on the operator's page (decisions.md 15).
type settings struct {
	Port           int      `env:"PORT" envDefault:"8080"`
	BaseURL        string   `env:"BASE_URL"`
	DatabaseURL    string   `env:"DATABASE_URL" envDefault:"sqlite:data/chatiere.db"`
	Environment    string   `env:"CHATIERE_ENV" envDefault:"development"`
	SecretKey      string   `env:"SECRET_KEY"`
	SMTPURL        string   `env:"SMTP_URL"`
	StripeURL      string   `env:"STRIPE_URL"` // where Stripe answers, for tests; empty: Stripe itself
	TrustedProxies []string `env:"TRUSTED_PROXIES"`
	MetricsToken   string   `env:"METRICS_TOKEN"`
	PageLimit      float64  `env:"PAGE_LIMIT" envDefault:"20"`
	LogLevel       string   `env:"LOG_LEVEL" envDefault:"info"`

	proxies []*net.IPNet
}

// developmentKey signs links on a developer's machine, where only that machine can reach the portal.
const developmentKey = "this key is for development on one machine only"

// read reads the environment and refuses, in one sentence, what could not work.
func read() (settings, error) {
	var s settings
	if err := env.Parse(&s); err != nil {
		return s, fmt.Errorf("the environment cannot be read: %w", err)
	}
	switch s.Environment {
	case "development":
		if s.BaseURL == "" {
			s.BaseURL = fmt.Sprintf("http://localhost:%d", s.Port)
		}
		if s.SecretKey == "" {
			s.SecretKey = developmentKey
		}
	case "production":
		if s.SecretKey == "" {
			return s, errors.New("production needs SECRET_KEY: at least 32 random characters that never change (try: openssl rand -hex 32)")
		}
		if len(s.SecretKey) < 32 {
			return s, errors.New("SECRET_KEY is too short: it needs at least 32 random characters (try: openssl rand -hex 32)")
		}
		if !strings.HasPrefix(s.BaseURL, "https://") && !strings.HasPrefix(s.BaseURL, "http://localhost") {
			return s, errors.New("production needs BASE_URL: the address people type, such as https://portail.example.org")
		}
	default:
		return s, fmt.Errorf("CHATIERE_ENV is %q; it must be development or production", s.Environment)
	}
	s.BaseURL = strings.TrimSuffix(s.BaseURL, "/")
	return s, s.readProxies()
}

func (s *settings) readProxies() error {
	for _, text := range s.TrustedProxies {
		text = strings.TrimSpace(text)
		if !strings.Contains(text, "/") {
			if strings.Contains(text, ":") {
				text += "/128"
			} else {
				text += "/32"
			}
		}
		_, network, err := net.ParseCIDR(text)
		if err != nil {
			return fmt.Errorf("TRUSTED_PROXIES holds %q, which is no address or network", text)
		}
		s.proxies = append(s.proxies, network)
	}
	return nil
}

func (s settings) development() bool { return s.Environment == "development" }

// listen is where to listen: only on this machine in development, so that a forgotten setting never publishes demo accounts.
func (s settings) listen() string {
	if s.development() {
		return fmt.Sprintf("127.0.0.1:%d", s.Port)
	}
	return fmt.Sprintf(":%d", s.Port)
}

func (s settings) logger() *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(s.LogLevel)) // an unknown word leaves the level at info
	options := &slog.HandlerOptions{Level: level}
	if s.development() {
		return slog.New(slog.NewTextHandler(os.Stderr, options))
	}
	return slog.New(slog.NewJSONHandler(os.Stderr, options))
}
