package handlers

import (
	"crypto/subtle"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Health answers machines that watch the portal.
type Health struct{ site Site }

// Alive says that the process answers.
func (h Health) Alive(c echo.Context) error { return c.String(http.StatusOK, "ok\n") }

// Ready says whether the database answers and its schema is current.
func (h Health) Ready(c echo.Context) error {
	if h.site.Ready != nil {
		if err := h.site.Ready(ctx(c)); err != nil {
			return c.String(http.StatusServiceUnavailable, "not ready\n")
		}
	}
	return c.String(http.StatusOK, "ready\n")
}

// Metrics gives figures to whoever holds the metrics token; without a token set there is no such page.
func (h Health) Metrics() echo.HandlerFunc {
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), h.site.news)
	if raw, err := h.site.DB.DB(); err == nil {
		registry.MustRegister(collectors.NewDBStatsCollector(raw, "chatiere"))
	}
	answer := echo.WrapHandler(promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	return func(c echo.Context) error {
		given := strings.TrimPrefix(c.Request().Header.Get(echo.HeaderAuthorization), "Bearer ")
		if h.site.MetricsToken == "" || subtle.ConstantTimeCompare([]byte(given), []byte(h.site.MetricsToken)) != 1 {
			return echo.NewHTTPError(http.StatusNotFound)
		}
		return answer(c)
	}
}
