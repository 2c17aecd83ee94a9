package handlers

import (
	"errors"
	"net/http"

	"chatiere/locales"
	"chatiere/models/commons"
	"chatiere/models/identity"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Pledges are what people promise to shared spaces.
type Pledges struct{ site Site }

// Index lists one's own, and those of organisations whose money one keeps.
func (h Pledges) Index(c echo.Context) error {
	all, err := commons.PledgesBy(ctx(c), h.site.DB, me(c))
	if err != nil {
		return err
	}
	return render(c, views.Pledges(all))
}

// New says plainly what a promise becomes, and asks for it.
func (h Pledges) New(c echo.Context) error {
	p, err := h.form(c)
	if err != nil {
		return err
	}
	if p.Form.Unit != commons.Minutes {
		p.Form.Unit = commons.Cents
	}
	p.Form.Every, p.Form.Visibility, p.Form.Country = commons.Once, commons.Public, host(c).Country
	if p.Form.Unit == commons.Cents {
		p.Form.Every = commons.Every(p.Space.Period)
	}
	p.Form.For = p.FirstFor(ctx(c))
	return render(c, views.NewPledge(p))
}

// Create files it.
func (h Pledges) Create(c echo.Context) error {
	p, err := h.form(c)
	if err != nil {
		return err
	}
	p.Form.Lang = lang(c)
	if p.Form.Unit == commons.Cents {
		p.Form.Cents, _ = locales.ParseMoney(lang(c), p.Form.Amount)
	}
	made, err := commons.MakePledge(ctx(c), h.site.DB, me(c), p.Space, &p.Form)
	if wrong, bad := store.AsInvalid(err); bad {
		p.Wrong = wrong
		return renderInvalid(c, views.NewPledge(p))
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "pledged")
	return redirect(c, paths.Pledge(lang(c), made))
}

func (h Pledges) form(c echo.Context) (views.PledgeFormPage, error) {
	p := views.PledgeFormPage{}
	var err error
	if p.Space, err = commons.FindSpace(ctx(c), h.site.DB, me(c), c.Param("ref")); err != nil {
		return p, err
	}
	if !p.Space.Gathers() {
		return p, store.ErrNotFound
	}
	keys, err := h.site.offers(c)
	if err != nil {
		return p, err
	}
	p.Cards, p.Debits = keys.Offers() && keys.Cards, keys.Offers() && keys.Debits
	return p, c.Bind(&p.Form)
}

// Show is one promise: what it became, and how to stop.
func (h Pledges) Show(c echo.Context) error {
	p, err := h.page(c)
	if err != nil {
		return err
	}
	return render(c, views.Pledge(p))
}

func (h Pledges) page(c echo.Context) (views.PledgePage, error) {
	p := views.PledgePage{Host: host(c), Today: h.site.today(c), BaseURL: h.site.BaseURL}
	var err error
	if p.Pledge, err = commons.FindPledge(ctx(c), h.site.DB, me(c), c.Param("ref")); err != nil {
		return p, err
	}
	if p.Story, err = commons.StoryOfPledge(ctx(c), h.site.DB, me(c), p.Pledge); err == nil && p.Pledge.Theirs(me(c)) {
		p.Online, err = h.site.givesOnline(c, paths.PledgePayment(lang(c), p.Pledge), p.Story)
	}
	return p, err
}

// PledgeEnds are promises that stop.
type PledgeEnds struct{ site Site }

// Create stops one, with one click.
func (h PledgeEnds) Create(c echo.Context) error {
	p, err := commons.FindPledge(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err == nil {
		err = p.End(ctx(c), h.site.DB, me(c), leftReason)
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "pledge_ended")
	return redirect(c, paths.Pledge(lang(c), p))
}

// PledgeVisibilities are what everybody may read of a promise.
type PledgeVisibilities struct{ site Site }

// Create keeps it.
func (h PledgeVisibilities) Create(c echo.Context) error {
	p, err := commons.FindPledge(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err == nil {
		err = p.Show(ctx(c), h.site.DB, me(c), commons.Visibility(c.FormValue("visibility")))
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.Pledge(lang(c), p))
}

// PledgeProgresses are contributions that keep a promise of time.
type PledgeProgresses struct{ site Site }

// Create counts some.
func (h PledgeProgresses) Create(c echo.Context) error {
	p, err := Pledges(h).page(c)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	err = p.Pledge.Progress(ctx(c), h.site.DB, me(c), form["contribution"])
	if wrong, bad := store.AsInvalid(err); bad {
		p.Wrong = wrong
		return renderInvalid(c, views.Pledge(p))
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.Pledge(lang(c), p.Pledge))
}

// PledgeOffers are answers to what is proposed for the rest of a promise.
type PledgeOffers struct{ site Site }

// Create says yes or no.
func (h PledgeOffers) Create(c echo.Context) error {
	p, err := Pledges(h).page(c)
	if err != nil {
		return err
	}
	err = p.Pledge.AnswerOffer(ctx(c), h.site.DB, me(c), c.FormValue("answer") == "yes", lang(c))
	if wrong, bad := store.AsInvalid(err); bad { // the other space cannot take it that way: the promise made there says why
		p.Wrong = store.Invalid{}
		for _, said := range wrong {
			p.Wrong.Add("answer", said.Key)
		}
		return renderInvalid(c, views.Pledge(p))
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.Pledge(lang(c), p.Pledge))
}

// PledgeLinks show and stop a promise without signing in: the link of a letter is the proof.
type PledgeLinks struct{ site Site }

// Show says what was promised, or that it ended, with day and hour.
func (h PledgeLinks) Show(c echo.Context) error {
	secretly(c)
	p, err := h.page(c)
	if err != nil {
		return h.spent(c, err)
	}
	return render(c, views.PledgeLink(p))
}

// Destroy stops it, with one click; a second click changes nothing.
func (h PledgeLinks) Destroy(c echo.Context) error {
	secretly(c)
	p, err := h.page(c)
	if err == nil && p.Pledge.Open() {
		err = p.Pledge.EndByLink(ctx(c), h.site.DB, leftReason)
	}
	if err != nil && !errors.Is(err, store.ErrConflict) {
		return h.spent(c, err)
	}
	return redirect(c, paths.PledgeLink(lang(c), p.Token))
}

func (h PledgeLinks) page(c echo.Context) (views.PledgeLinkPage, error) {
	p := views.PledgeLinkPage{Token: c.Param("token"), Host: host(c), Today: h.site.today(c)}
	ref, err := h.site.sealer().Read(identity.ForPledge, p.Token, store.Now(h.site.DB))
	if err != nil {
		return p, err
	}
	if p.Pledge, err = commons.PledgeByRef(ctx(c), h.site.DB, ref); err != nil {
		return p, err
	}
	if p.Story, err = commons.StoryOfPledge(ctx(c), h.site.DB, me(c), p.Pledge); err == nil {
		p.Online, err = h.site.givesOnline(c, paths.PledgeLinkPayment(lang(c), p.Token), p.Story)
	}
	return p, err
}

// spent says that a link has had its time.
func (h PledgeLinks) spent(c echo.Context, err error) error {
	if errors.Is(err, identity.ErrExpired) {
		return renderStatus(c, http.StatusGone, views.ShareOfferOver())
	}
	return err
}
