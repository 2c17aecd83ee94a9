package handlers

import (
	"errors"
	"net/http"
	"strconv"

	"chatiere/models/commons"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Show shows a contribution as its reader may see it.
func (h Contributions) Show(c echo.Context) error {
	return h.site.drawContribution(c, http.StatusOK, views.ContributionPage{})
}

// drawContribution draws the page of the contribution in the address, with what was typed.
func (s Site) drawContribution(c echo.Context, status int, p views.ContributionPage) error {
	var err error
	if p.C, err = commons.FindContribution(ctx(c), s.DB, me(c), c.Param("ref")); err != nil {
		return err
	}
	p.Now = store.Now(s.DB)
	if p.Story, err = commons.StoryOf(ctx(c), s.DB, me(c), p.C); err != nil {
		return err
	}
	if p.Standing, err = commons.StandingOf(ctx(c), s.DB, me(c), p.C); err != nil {
		return err
	}
	if p.InKind, err = commons.InKindOf(ctx(c), s.DB, me(c), p.C); err != nil {
		return err
	}
	if commons.Council(me(c)) {
		if !p.C.Volunteer() { // a volunteer's is never counted
			if p.Agreements, err = commons.Agreements(ctx(c), s.DB); err != nil {
				return err
			}
		}
		if p.C.State == commons.Attested { // then another kind can be chosen
			p.Kinds, err = commons.Kinds(ctx(c), s.DB)
		}
		if err != nil {
			return err
		}
	}
	return renderStatus(c, status, views.Contribution(p))
}

// onContribution does something to the contribution in the address and shows it again. What is wrong is said at the form that was sent,
// and so is that somebody else was faster.
func (s Site) onContribution(c echo.Context, p views.ContributionPage, do func(commons.Contribution) error) error {
	one, err := commons.FindContribution(ctx(c), s.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	err = do(one)
	var wrong bool
	switch p.Wrong, wrong = store.AsInvalid(err); {
	case wrong:
		return s.drawContribution(c, http.StatusUnprocessableEntity, p)
	case errors.Is(err, store.ErrConflict):
		p.Moved = true
		return s.drawContribution(c, http.StatusConflict, p)
	case err != nil:
		return err
	case wanted(c) == "":
		return redirect(c, paths.Contribution(lang(c), one))
	}
	if _, err := commons.FindContribution(ctx(c), s.DB, me(c), one.Ref); err != nil { // what was withdrawn may be out of sight now
		return redirect(c, paths.MyContributions(lang(c)))
	}
	return s.drawContribution(c, http.StatusOK, views.ContributionPage{})
}

// Submissions is sending: a draft, an answer, what had lapsed.
type Submissions struct{ site Site }

// Create sends it.
func (h Submissions) Create(c echo.Context) error {
	p := views.ContributionPage{At: "submission", Text: c.FormValue("answer")}
	if c.Request().PostForm.Has("answer") {
		p.At = "answer"
	}
	return h.site.onContribution(c, p, func(one commons.Contribution) error { return one.Send(ctx(c), h.site.DB, me(c), p.Text) })
}

// Withdrawals is taking back what nobody has decided on.
type Withdrawals struct{ site Site }

// Create takes it back.
func (h Withdrawals) Create(c echo.Context) error {
	return h.site.onContribution(c, views.ContributionPage{At: "withdrawal"}, func(one commons.Contribution) error { return one.Withdraw(ctx(c), h.site.DB, me(c)) })
}

// Disclosures is showing to everybody a fault that is mended.
type Disclosures struct{ site Site }

// Create shows it.
func (h Disclosures) Create(c echo.Context) error {
	return h.site.onContribution(c, views.ContributionPage{At: "disclosure"}, func(one commons.Contribution) error { return one.Disclose(ctx(c), h.site.DB, me(c)) })
}

// Vouchers is confirming that something was done on behalf of one's organisation.
type Vouchers struct{ site Site }

// Create confirms it.
func (h Vouchers) Create(c echo.Context) error {
	return h.site.onContribution(c, views.ContributionPage{At: "voucher"}, func(one commons.Contribution) error { return one.Vouch(ctx(c), h.site.DB, me(c)) })
}

// Attestations is what somebody says of another person's contribution.
type Attestations struct{ site Site }

// Create says it.
func (h Attestations) Create(c echo.Context) error {
	p := views.ContributionPage{At: "attest"}
	if err := c.Bind(&p.Attest); err != nil {
		return err
	}
	p.Attest.Cents = amountIn(c, p.Attest.Amount)
	return h.site.onContribution(c, p, func(one commons.Contribution) error { return one.Attest(ctx(c), h.site.DB, me(c), p.Attest) })
}

// ContributionDecisions is accepting, adjusting or rejecting.
type ContributionDecisions struct{ site Site }

// Create decides.
func (h ContributionDecisions) Create(c echo.Context) error {
	p := views.ContributionPage{At: "decide"}
	if err := c.Bind(&p.Decision); err != nil {
		return err
	}
	p.Decision.Cents = amountIn(c, p.Decision.Amount)
	return h.site.onContribution(c, p, func(one commons.Contribution) error {
		if p.Decision.Decision == "" {
			return store.Invalid{"decision": {Key: "error.choose"}}
		}
		return one.Decide(ctx(c), h.site.DB, me(c), p.Decision)
	})
}

// Countings is saying under which agreement the work of an organisation is counted.
type Countings struct{ site Site }

// Create says it; of a volunteer's work it is refused.
func (h Countings) Create(c echo.Context) error {
	p := views.ContributionPage{At: "count", Agreement: c.FormValue("agreement")}
	return h.site.onContribution(c, p, func(one commons.Contribution) error { return one.Count(ctx(c), h.site.DB, me(c), p.Agreement) })
}

// Contests is contesting a decision.
type Contests struct{ site Site }

// Create contests it.
func (h Contests) Create(c echo.Context) error {
	p := views.ContributionPage{At: "contest", Text: c.FormValue("contest")}
	return h.site.onContribution(c, p, func(one commons.Contribution) error { return one.Contest(ctx(c), h.site.DB, me(c), p.Text) })
}

// ContestReviews is the voice of somebody who did not decide, on a contested decision.
type ContestReviews struct{ site Site }

// Create gives it.
func (h ContestReviews) Create(c echo.Context) error {
	p := views.ContributionPage{At: "review", Text: c.FormValue("review")}
	return h.site.onContribution(c, p, func(one commons.Contribution) error {
		return one.Review(ctx(c), h.site.DB, me(c), commons.State(c.FormValue("review_verdict")), p.Text)
	})
}

// Settlements is closing somebody's contest with a reason.
type Settlements struct{ site Site }

// Create closes it.
func (h Settlements) Create(c echo.Context) error {
	n, err := strconv.ParseUint(c.FormValue("attestation"), 10, 63)
	if err != nil {
		return store.ErrNotFound
	}
	field := strconv.FormatUint(n, 10)
	return h.site.onContribution(c, views.ContributionPage{At: "settle-" + field}, func(one commons.Contribution) error {
		return one.Settle(ctx(c), h.site.DB, me(c), uint(n), c.FormValue("settled-"+field))
	})
}

// Clearances is saying why a warning is no matter.
type Clearances struct{ site Site }

// Create says it.
func (h Clearances) Create(c echo.Context) error {
	rule := c.FormValue("rule")
	return h.site.onContribution(c, views.ContributionPage{At: "clear-" + rule}, func(one commons.Contribution) error {
		return one.Clear(ctx(c), h.site.DB, me(c), commons.Rule(rule), c.FormValue("cleared-"+rule))
	})
}
