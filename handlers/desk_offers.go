package handlers

import (
	"net/http"
	"strings"

	"chatiere/models/catalogue"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// DeskOffers are the offers as those who keep them write them.
type DeskOffers struct{ site Site }

// Index is a part of the catalogue's page.
func (h DeskOffers) Index(c echo.Context) error {
	return redirect(c, paths.DeskCatalogue(lang(c))+"#offers")
}

// New shows an empty form.
func (h DeskOffers) New(c echo.Context) error {
	var p views.OfferDesk
	p.Form = catalogue.OfferForm{SourceLang: host(c).Language, Entry: catalogue.Direct}
	return h.draw(c, http.StatusOK, p)
}

// Create adds an offer that is neither priced nor published yet, and leads to its prices.
func (h DeskOffers) Create(c echo.Context) error { return h.save(c, catalogue.Offer{}) }

// Edit shows an offer's form; one that moved is redirected.
func (h DeskOffers) Edit(c echo.Context) error {
	o, err := catalogue.OfferToEdit(ctx(c), h.site.DB, me(c), c.Param("slug"))
	if err != nil {
		return err
	}
	if o.Slug != c.Param("slug") {
		return redirect(c, paths.EditOffer(lang(c), o))
	}
	return h.draw(c, http.StatusOK, offerDesk(o))
}

// Update saves an offer.
func (h DeskOffers) Update(c echo.Context) error {
	o, err := catalogue.OfferToEdit(ctx(c), h.site.DB, me(c), c.Param("slug"))
	if err != nil {
		return err
	}
	return h.save(c, o)
}

func (h DeskOffers) save(c echo.Context, present catalogue.Offer) error {
	p := views.OfferDesk{Offer: present}
	if err := h.read(c, &p); err != nil {
		return err
	}
	if c.FormValue("line") != "" { // one more line was asked for: nothing is saved, nothing is lost
		p.More = true
		return h.draw(c, http.StatusOK, p)
	}
	o, err := present, error(nil)
	if present.ID == 0 {
		o, err = catalogue.NewOffer(ctx(c), h.site.DB, me(c), p.Form)
	} else {
		err = o.Change(ctx(c), h.site.DB, me(c), p.Form)
	}
	if err != nil {
		return h.again(c, p, err)
	}
	h.site.flash(c, "saved")
	if present.ID == 0 {
		return redirect(c, paths.Prices(lang(c), o))
	}
	return redirect(c, paths.EditOffer(lang(c), o))
}

// read reads the form with its lines of services; a line whose service was taken away counts for nothing.
func (h DeskOffers) read(c echo.Context, p *views.OfferDesk) error {
	if err := c.Bind(&p.Form); err != nil {
		return err
	}
	p.Typed = wholes(c, p.Form.Numbers())
	sent, err := c.FormParams()
	if err != nil {
		return err
	}
	for i := 0; sent.Has(catalogue.LineField("service", i)); i++ {
		slug := strings.TrimSpace(sent.Get(catalogue.LineField("service", i)))
		if slug == "" {
			continue
		}
		line := len(p.Form.Services)
		people, storage := strings.TrimSpace(sent.Get(catalogue.LineField("people", i))), strings.TrimSpace(sent.Get(catalogue.LineField("storage_gb", i)))
		p.Typed[catalogue.LineField("people", line)], p.Typed[catalogue.LineField("storage_gb", line)] = people, storage
		p.Form.Services, p.Form.Quotas = append(p.Form.Services, slug), append(p.Form.Quotas, catalogue.Quota{People: whole(people), StorageGB: whole(storage)})
	}
	p.Form.SourceLang = writtenIn(p.Offer.Form().SourceLang, p.Form.SourceLang)
	if p.Form.Slug == "" {
		p.Form.Slug = catalogue.SlugOf(p.Form.Name)
	}
	return nil
}

// again shows the form once more, with everything typed and what is wrong, or what somebody else saved meanwhile.
func (h DeskOffers) again(c echo.Context, p views.OfferDesk, err error) error {
	var status int
	if p.Wrong, status, err = turnedDown(err); err != nil {
		return err
	}
	if status == http.StatusConflict {
		saved, err := catalogue.OfferToEdit(ctx(c), h.site.DB, me(c), p.Offer.Slug)
		if err != nil {
			return err
		}
		theirs := saved.Form()
		p.Offer, p.Theirs, p.Form.Version = saved, &theirs, theirs.Version
	}
	return h.draw(c, status, p)
}

func (h DeskOffers) draw(c echo.Context, status int, p views.OfferDesk) error {
	var err error
	if p.Services, err = catalogue.Services(ctx(c), h.site.DB, lang(c)); err != nil {
		return err
	}
	return renderStatus(c, status, views.DeskOffer(p))
}

func offerDesk(o catalogue.Offer) views.OfferDesk {
	return views.OfferDesk{Offer: o, Edited: views.Edited[catalogue.OfferForm]{Form: o.Form()}}
}

// OfferPublications are offers shown to everybody.
type OfferPublications struct{ site Site }

// Create publishes an offer; what it needs first is said on its page.
func (h OfferPublications) Create(c echo.Context) error {
	o, err := catalogue.OfferToEdit(ctx(c), h.site.DB, me(c), c.Param("slug"))
	if err != nil {
		return err
	}
	err = o.Publish(ctx(c), h.site.DB, me(c))
	if wrong, ok := store.AsInvalid(err); ok {
		p := offerDesk(o)
		p.Wrong = wrong
		return DeskOffers(h).draw(c, http.StatusUnprocessableEntity, p)
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "published")
	return redirect(c, paths.EditOffer(lang(c), o))
}

// Destroy hides an offer from newcomers.
func (h OfferPublications) Destroy(c echo.Context) error {
	o, err := catalogue.OfferToEdit(ctx(c), h.site.DB, me(c), c.Param("slug"))
	if err != nil {
		return err
	}
	if err := o.Unpublish(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	h.site.flash(c, "unpublished")
	return redirect(c, paths.EditOffer(lang(c), o))
}
