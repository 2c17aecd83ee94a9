package handlers

import (
	"errors"
	"net/http"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/identity"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/papers"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Declarations are the forms by which anybody cancels a contract or withdraws from it, without signing in.
type Declarations struct {
	site Site
	kind billing.NoticeKind
}

// New shows the form; whoever is signed in finds what is known of them filled in.
func (h Declarations) New(c echo.Context) error {
	form := billing.NoticeForm{Kind: h.kind, Contract: c.QueryParam("contract"), Key: store.NewRef()}
	if me(c).SignedIn() {
		form.Name, form.Email = me(c).Name, me(c).Email
	}
	return render(c, views.Declaration(form, nil))
}

// Create shows the summary, the form once more, or files the notice: the button says which.
func (h Declarations) Create(c echo.Context) error {
	form := billing.NoticeForm{Kind: h.kind}
	if err := c.Bind(&form); err != nil {
		return err
	}
	form.Kind, form.Lang, form.Because = h.kind, lang(c), h.because
	if form.Step == "edit" {
		return render(c, views.Declaration(form, nil))
	}
	if wrong, bad := store.AsInvalid(form.Check(h.site.day(c))); bad {
		return renderInvalid(c, views.Declaration(form, wrong))
	}
	if form.Step != "send" {
		return render(c, views.DeclarationCheck(form))
	}
	if err := h.site.allow(c, identity.Declaring, form.Email+form.Postal); err != nil {
		return err
	}
	n, err := billing.Declare(ctx(c), h.site.DB, me(c), form)
	if err != nil {
		return err
	}
	return redirect(c, paths.Notice(lang(c), n))
}

func (h Declarations) because(lang string) string { return because(lang, h.kind) }

// because is what a credit note says of a notice.
func because(lang string, kind billing.NoticeKind) string {
	if kind == billing.Withdrawal {
		return locales.T(lang, "notices.because_withdrawal")
	}
	return locales.T(lang, "notices.because_cancellation")
}

// Notices are acknowledgements. Whoever holds the address sent the notice.
type Notices struct{ site Site }

// Show says what was declared, when, and what happens next.
func (h Notices) Show(c echo.Context) error {
	n, err := billing.FindNotice(ctx(c), h.site.DB, c.Param("ref"))
	if err != nil {
		return err
	}
	secretly(c)
	return render(c, views.Notice(n))
}

// PDF is the same on paper, to keep.
func (h Notices) PDF(c echo.Context) error {
	n, err := billing.FindNotice(ctx(c), h.site.DB, c.Param("ref"))
	if err != nil {
		return err
	}
	pdf, err := papers.Notice(n, host(c))
	if err != nil {
		return err
	}
	return attach(c, papers.FileName("notice-"+n.Ref), "application/pdf", pdf)
}

// NoticeConfirmations are the word of whoever reads the address on a notice.
type NoticeConfirmations struct{ site Site }

// Show is the page with one button: programs that look into mail follow links, and must not press it.
func (h NoticeConfirmations) Show(c echo.Context) error {
	secretly(c)
	n, err := h.read(c)
	if err != nil {
		return h.spent(c, err)
	}
	if n.ConfirmedAt != nil {
		return redirect(c, paths.Notice(lang(c), n))
	}
	return render(c, views.NoticeConfirmation(n, c.Param("token")))
}

// Create confirms the address: the notice is acted upon, or an operator looks at it.
func (h NoticeConfirmations) Create(c echo.Context) error {
	secretly(c)
	n, err := h.read(c)
	if err != nil {
		return h.spent(c, err)
	}
	if err := n.Confirm(ctx(c), h.site.DB, Declarations{h.site, n.Kind}.because); err != nil {
		return err
	}
	return redirect(c, paths.Notice(lang(c), n))
}

func (h NoticeConfirmations) read(c echo.Context) (billing.Notice, error) {
	ref, err := h.site.sealer().Read(identity.ForNotice, c.Param("token"), store.Now(h.site.DB))
	if err != nil {
		return billing.Notice{}, err
	}
	return billing.FindNotice(ctx(c), h.site.DB, ref)
}

// spent says that the link has had its time; the notice itself has not.
func (h NoticeConfirmations) spent(c echo.Context, err error) error {
	if errors.Is(err, identity.ErrExpired) {
		return renderStatus(c, http.StatusGone, views.NoticeLinkSpent())
	}
	return err
}

// DeskNotices are the notices an operator looks at.
type DeskNotices struct{ site Site }

// Index lists what waits, oldest first, or everything.
func (h DeskNotices) Index(c echo.Context) error {
	search := billing.NoticeSearch{Query: c.QueryParam("q"), All: c.QueryParam("all") != "", After: store.FromKey(c.QueryParam("after"))}
	found, err := billing.Notices(ctx(c), h.site.DB, me(c), search)
	if err != nil {
		return err
	}
	return render(c, views.DeskNotices(views.NoticesPage{Found: found, Search: search, Today: h.site.today(c)}))
}

// Edit shows one, with the decision to take.
func (h DeskNotices) Edit(c echo.Context) error {
	n, err := billing.DeskNotice(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	return render(c, views.DeskNotice(views.NoticePage{Notice: n, Form: billing.NoticeDecision{Contract: n.Contract, Version: n.Version}}))
}

// Update decides.
func (h DeskNotices) Update(c echo.Context) error {
	n, err := billing.DeskNotice(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	var form billing.NoticeDecision
	if err := c.Bind(&form); err != nil {
		return err
	}
	err = n.Decide(ctx(c), h.site.DB, me(c), form, Declarations{h.site, n.Kind}.because)
	if wrong, bad := store.AsInvalid(err); bad {
		return renderInvalid(c, views.DeskNotice(views.NoticePage{Notice: n, Form: form, Wrong: wrong}))
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.DeskNotice(lang(c), n))
}

// Revivals take cancellations back before their day has come.
type Revivals struct{ site Site }

// Create goes on with a contract that was cancelled.
func (h Revivals) Create(c echo.Context) error {
	s, err := billing.FindSubscription(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	if s.OrganisationID != org(c).ID {
		return store.ErrNotFound
	}
	if err := s.Revive(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.Organisation(lang(c), org(c)))
}
