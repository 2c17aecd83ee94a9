package handlers

import (
	"net/http"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// MoneyQuestions are money that needs a human.
type MoneyQuestions struct{ site Site }

// Index lists the open ones, oldest first, or the answered ones.
func (h MoneyQuestions) Index(c echo.Context) error {
	p := views.MoneyQuestionsPage{Answered: c.QueryParam("answered") == "true"}
	var err error
	if p.Page, err = billing.MoneyQuestions(ctx(c), h.site.DB, me(c), p.Answered, store.FromKey(c.QueryParam("after"))); err != nil {
		return err
	}
	return render(c, views.MoneyQuestions(p))
}

// Show draws one with what can be done about it.
func (h MoneyQuestions) Show(c echo.Context) error {
	return h.draw(c, http.StatusOK, billing.ResolutionForm{}, nil)
}

func (h MoneyQuestions) draw(c echo.Context, status int, form billing.ResolutionForm, wrong store.Invalid) error {
	q, err := billing.FindMoneyQuestion(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	p := views.MoneyQuestionPage{Question: q, Acts: me(c).Is(people.Operator), Form: form, Wrong: wrong}
	if q.PaymentID != nil {
		if p.Payment, err = billing.LoadPayment(ctx(c), h.site.DB, *q.PaymentID); err != nil {
			return err
		}
	}
	if q.CollectionID != nil {
		if p.Collection, err = billing.LoadCollection(ctx(c), h.site.DB, *q.CollectionID); err != nil {
			return err
		}
	}
	if q.DonationID != nil {
		if p.Gift, err = commons.LoadDonation(ctx(c), h.site.DB, *q.DonationID); err != nil {
			return err
		}
	}
	return renderStatus(c, status, views.MoneyQuestion(p))
}

// MoneyAnswers are what a person decides about money.
type MoneyAnswers struct{ site Site }

// Create notes one.
func (h MoneyAnswers) Create(c echo.Context) error {
	var form billing.ResolutionForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	q, err := billing.FindMoneyQuestion(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	err = q.Resolve(ctx(c), h.site.DB, me(c), form)
	if wrong, bad := store.AsInvalid(err); bad {
		return MoneyQuestions(h).draw(c, http.StatusUnprocessableEntity, form, wrong)
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "money_answered")
	return redirect(c, paths.MoneyQuestions(lang(c)))
}

// Refunds are collected payments sent back.
type Refunds struct{ site Site }

// Create promises one.
func (h Refunds) Create(c echo.Context) error {
	payment, err := billing.FindPayment(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	var form billing.RefundForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	if cents, ok := locales.ParseMoney(lang(c), form.Amount); ok {
		form.Cents = cents
	}
	_, err = payment.Refund(ctx(c), h.site.DB, me(c), form)
	if wrong, bad := store.AsInvalid(err); bad {
		p, err := Payments(h).page(c, payment)
		if err != nil {
			return err
		}
		p.Refund, p.Wrong = form, wrong
		return renderInvalid(c, views.Payment(p))
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "refund_asked")
	return redirect(c, paths.Payment(lang(c), payment))
}
