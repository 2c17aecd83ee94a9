package handlers

import (
	"net/http"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/billing/period"
	"chatiere/models/catalogue"
	"chatiere/models/content"
	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/papers"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Requests are what starts a reviewed offer.
type Requests struct{ site Site }

// New shows the form with the price guide.
func (h Requests) New(c echo.Context) error {
	form := billing.RequestForm{
		Offer: c.Param("slug"), Tier: catalogue.Tier(c.QueryParam("tier")), Period: period.Interval(c.QueryParam("period")), Country: host(c).Country, Key: store.NewRef(),
	}
	page, err := h.page(c, form)
	if err != nil {
		return err
	}
	if len(page.Owned) > 0 {
		page.Form.For = page.Owned[0].Ref
	}
	return render(c, views.AskOffer(page))
}

// Create files the request. The answer is the same whether or not the portal knew the address.
func (h Requests) Create(c echo.Context) error {
	var form billing.RequestForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	form.Offer, form.Lang = c.Param("slug"), lang(c)
	if cents, ok := locales.ParseMoney(lang(c), form.Amount); ok {
		form.Cents = cents
	}
	page, err := h.page(c, form)
	if err != nil {
		return err
	}
	wrong, bad := store.AsInvalid(form.Check(me(c)))
	if !bad {
		if err := Subscriptions(h).allowed(c, form.Email); err != nil {
			return err
		}
		r, err := billing.AskOffer(ctx(c), h.site.DB, me(c), form)
		if wrong, bad = store.AsInvalid(err); !bad {
			if err != nil {
				return err
			}
			return redirect(c, paths.Request(lang(c), r))
		}
	}
	page.Form, page.Wrong = form, wrong
	return renderInvalid(c, views.AskOffer(page))
}

// page gathers the guide: the offer, its tiers and what each pays for.
func (h Requests) page(c echo.Context, form billing.RequestForm) (views.AskOfferPage, error) {
	p := views.AskOfferPage{Form: form, Owned: belongs(me(c), people.MemberRoles...)}
	var err error
	if p.Offer, err = catalogue.FindOffer(ctx(c), h.site.DB, people.User{}, lang(c), form.Offer); err != nil {
		return p, err
	}
	if p.Offer.Entry != catalogue.ByReview {
		return p, store.ErrNotFound
	}
	if price, ok := p.Offer.Nearest(form.Tier, catalogue.Period(form.Period)); ok {
		p.Form.Period = period.Interval(price.Period)
		if form.Tier != billing.OwnAmount {
			p.Form.Tier = price.Tier
		}
	}
	p.Pricing, err = billing.PricingOf(ctx(c), h.site.DB, host(c))
	return p, err
}

// Show is the request with its answer. Whoever holds the address was given it; the words are for those who may read them.
func (h Requests) Show(c echo.Context) error { return h.draw(c, http.StatusOK, views.RequestPage{}) }

func (h Requests) draw(c echo.Context, status int, p views.RequestPage) error {
	r, err := billing.FindRequest(ctx(c), h.site.DB, c.Param("ref"))
	if err != nil {
		return err
	}
	if p.Quote, err = billing.QuoteOf(ctx(c), h.site.DB, r, lang(c)); err != nil {
		return err
	}
	p.Request, p.Today, p.Reads, p.Accepts = r, h.site.day(c), r.Reads(me(c)), r.Accepts(me(c))
	p.Mine = me(c).SignedIn() && me(c).ID == r.RequestedByID
	secretly(c)
	return renderStatus(c, status, views.Request(p))
}

// PDF is the quote on paper.
func (h Requests) PDF(c echo.Context) error {
	r, err := billing.FindRequest(ctx(c), h.site.DB, c.Param("ref"))
	if err != nil {
		return err
	}
	q, err := billing.QuoteOf(ctx(c), h.site.DB, r, r.Organisation.Locale)
	if err != nil {
		return err
	}
	if len(q.Lines) == 0 {
		return store.ErrNotFound
	}
	pdf, err := papers.Quote(q)
	if err != nil {
		return err
	}
	return attach(c, papers.FileName("quote-"+r.Ref), "application/pdf", pdf)
}

// RequestConfirmations are the word of the person whose address was given.
type RequestConfirmations struct{ site Site }

// Create says: yes, that was me.
func (h RequestConfirmations) Create(c echo.Context) error {
	r, err := billing.FindRequest(ctx(c), h.site.DB, c.Param("ref"))
	if err != nil {
		return err
	}
	if err := r.Confirm(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	return redirect(c, paths.Request(lang(c), r))
}

// QuoteAcceptances conclude contracts.
type QuoteAcceptances struct{ site Site }

// Create accepts the quote and leads to the pro forma.
func (h QuoteAcceptances) Create(c echo.Context) error {
	r, err := billing.FindRequest(ctx(c), h.site.DB, c.Param("ref"))
	if err != nil {
		return err
	}
	var form billing.AcceptForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	if form.TermsVersion, err = content.Editions(ctx(c), h.site.DB, content.KindLegal, "terms", "processor-contract"); err != nil {
		return err
	}
	p, err := r.Accept(ctx(c), h.site.DB, me(c), form)
	if wrong, bad := store.AsInvalid(err); bad {
		return Requests(h).draw(c, http.StatusUnprocessableEntity, views.RequestPage{Form: form, Wrong: wrong})
	}
	if err != nil {
		return err
	}
	return redirect(c, paths.ProForma(lang(c), p))
}

// QuoteLetters carry a quote to the board.
type QuoteLetters struct{ site Site }

// Create sends it to one address.
func (h QuoteLetters) Create(c echo.Context) error {
	r, err := billing.FindRequest(ctx(c), h.site.DB, c.Param("ref"))
	if err != nil {
		return err
	}
	var form billing.ForwardForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	if err := h.site.allow(c, identity.Inviting, r.Ref); err != nil {
		return err
	}
	err = r.Forward(ctx(c), h.site.DB, me(c), form)
	if wrong, bad := store.AsInvalid(err); bad {
		return Requests(h).draw(c, http.StatusUnprocessableEntity, views.RequestPage{Letter: form, Wrong: wrong})
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "forwarded")
	return redirect(c, paths.Request(lang(c), r))
}

// RequestWithdrawals take requests back.
type RequestWithdrawals struct{ site Site }

// Create takes one back.
func (h RequestWithdrawals) Create(c echo.Context) error {
	r, err := billing.FindRequest(ctx(c), h.site.DB, c.Param("ref"))
	if err != nil {
		return err
	}
	if err := r.Withdraw(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.Request(lang(c), r))
}

// DeskRequests are the requests operators answer.
type DeskRequests struct{ site Site }

// Index lists what waits, oldest first, or everything.
func (h DeskRequests) Index(c echo.Context) error {
	search := billing.RequestSearch{Query: c.QueryParam("q"), All: c.QueryParam("all") != "", After: store.FromKey(c.QueryParam("after"))}
	found, err := billing.Requests(ctx(c), h.site.DB, me(c), search)
	if err != nil {
		return err
	}
	return render(c, views.DeskRequests(views.RequestsPage{Found: found, Search: search, Now: store.Now(h.site.DB)}))
}

// Edit shows one with the answer to give.
func (h DeskRequests) Edit(c echo.Context) error {
	return h.draw(c, http.StatusOK, billing.AnswerForm{}, nil)
}

// Update answers.
func (h DeskRequests) Update(c echo.Context) error {
	var form billing.AnswerForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	if cents, ok := locales.ParseMoney(lang(c), form.Amount); ok {
		form.Cents = cents
	}
	r, err := billing.FindRequest(ctx(c), h.site.DB, c.Param("ref"))
	if err != nil {
		return err
	}
	err = r.Respond(ctx(c), h.site.DB, me(c), form)
	if wrong, bad := store.AsInvalid(err); bad {
		return h.draw(c, http.StatusUnprocessableEntity, form, wrong)
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.DeskRequests(lang(c)))
}

func (h DeskRequests) draw(c echo.Context, status int, form billing.AnswerForm, wrong store.Invalid) error {
	r, err := billing.FindRequest(ctx(c), h.site.DB, c.Param("ref"))
	if err != nil {
		return err
	}
	p := views.RequestPage{Request: r, Wrong: wrong, Answer: form, Today: h.site.day(c), Reads: true}
	if p.Quote, err = billing.QuoteOf(ctx(c), h.site.DB, r, lang(c)); err != nil {
		return err
	}
	if p.Pricing, err = billing.PricingOf(ctx(c), h.site.DB, host(c)); err != nil {
		return err
	}
	if wrong == nil {
		p.Answer = billing.AnswerForm{Answer: r.Answer, Version: r.Version, Amount: locales.Amount(lang(c), p.Suggested())}
	}
	return renderStatus(c, status, views.DeskRequest(p))
}
