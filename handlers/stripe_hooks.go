package handlers

import (
	"errors"
	"io"
	"net/http"

	"chatiere/models/billing"
	"chatiere/models/billing/cashier"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
)

// StripeHooks are news from Stripe: kept before they are answered, looked at afterwards (billing.md 11.2).
type StripeHooks struct{ site Site }

// largestNews is how large news may be.
const largestNews = 1 << 20

// newsCounter counts news by what became of them.
func newsCounter() *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Name: "chatiere_stripe_news_total", Help: "News from Stripe, by what became of them."}, []string{"result"})
}

// Create takes in one piece of news. What is not signed, of another version or of the other mode is refused, counted, and logged
// without its words.
func (h StripeHooks) Create(c echo.Context) error {
	body, err := io.ReadAll(http.MaxBytesReader(c.Response(), c.Request().Body, largestNews))
	if err != nil {
		return h.refuse(c, "unreadable")
	}
	if h.site.Till == nil {
		return h.refuse(c, string(cashier.Shut))
	}
	e, err := h.site.Till.Read(ctx(c), body, c.Request().Header.Get("Stripe-Signature"))
	var why cashier.Trouble
	if errors.As(err, &why) {
		return h.refuse(c, string(why))
	}
	if err != nil {
		return err
	}
	fresh, err := billing.ReceiveEvent(ctx(c), h.site.DB, e, "hook")
	if err != nil {
		return err
	}
	result := "taken"
	if !fresh {
		result = "known"
	}
	h.site.news.WithLabelValues(result).Inc()
	return c.NoContent(http.StatusOK)
}

func (h StripeHooks) refuse(c echo.Context, why string) error {
	h.site.news.WithLabelValues(why).Inc()
	h.site.Log.Warn("news from Stripe refused", "request", requestIDOf(c), "why", why)
	return c.NoContent(http.StatusBadRequest)
}
