package handlers

import (
	"errors"
	"net/http"

	"chatiere/models/catalogue"
	"chatiere/models/commons"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// PayoutChannels are where projects are paid.
type PayoutChannels struct{ site Site }

// Edit shows where a project is paid, how that is known, and the form that changes it.
func (h PayoutChannels) Edit(c echo.Context) error {
	return h.draw(c, http.StatusOK, views.ChannelPage{})
}

// draw shows the page; the form is the one typed, or the channel as it is.
func (h PayoutChannels) draw(c echo.Context, status int, p views.ChannelPage) error {
	var err error
	if p.Upstream, p.Channel, err = h.find(c); err != nil {
		return err
	}
	if p.Flags, err = commons.PayoutFlagsOf(ctx(c), h.site.DB, p.Channel); err != nil {
		return err
	}
	if p.Channel.Standing() {
		if p.Ahead, err = commons.AheadOf(ctx(c), h.site.DB, p.Channel); err != nil {
			return err
		}
	}
	p.Keeps = commons.KeepsPayouts(me(c))
	if p.Form == nil {
		form := p.Channel.Filled()
		p.Form = &form
	}
	if p.Moved {
		p.Form.Version = p.Channel.Version
	}
	return renderStatus(c, status, views.PayoutChannel(p))
}

func (h PayoutChannels) find(c echo.Context) (catalogue.Upstream, commons.PayoutChannel, error) {
	u, err := catalogue.FindUpstream(ctx(c), h.site.DB, lang(c), c.Param("slug"))
	if err != nil {
		return u, commons.PayoutChannel{}, err
	}
	channel, err := commons.ChannelOf(ctx(c), h.site.DB, me(c), u.ID)
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return u, channel, err
}

// Update proposes a channel or changes it.
func (h PayoutChannels) Update(c echo.Context) error {
	var form commons.ChannelForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	return h.does(c, views.ChannelPage{Form: &form}, "channel_saved", func(u catalogue.Upstream, _ *commons.PayoutChannel) error {
		_, err := commons.SaveChannel(ctx(c), h.site.DB, h.site.Secret, me(c), u, form)
		return err
	})
}

// does something to the channel in the address, and shows it again with what is wrong, or that it changed meanwhile.
func (h PayoutChannels) does(c echo.Context, p views.ChannelPage, done string, act func(catalogue.Upstream, *commons.PayoutChannel) error) error {
	u, channel, err := h.find(c)
	if err != nil {
		return err
	}
	err = act(u, &channel)
	var wrong bool
	switch p.Wrong, wrong = store.AsInvalid(err); {
	case wrong:
		return h.draw(c, http.StatusUnprocessableEntity, p)
	case errors.Is(err, store.ErrConflict):
		p.Moved = true
		return h.draw(c, http.StatusConflict, p)
	case err != nil:
		return err
	}
	h.site.flash(c, done)
	return redirect(c, paths.PayoutChannel(lang(c), u.Slug))
}

// ChannelVerifications say how it is known whose a channel is.
type ChannelVerifications struct{ site Site }

// Create says so of one.
func (h ChannelVerifications) Create(c echo.Context) error {
	var form commons.VerifyForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	return PayoutChannels(h).does(c, views.ChannelPage{Verify: form}, "channel_verified", func(_ catalogue.Upstream, channel *commons.PayoutChannel) error {
		return channel.Verify(ctx(c), h.site.DB, me(c), form)
	})
}

// ChannelRevocations end channels.
type ChannelRevocations struct{ site Site }

// Create ends one, for a reason.
func (h ChannelRevocations) Create(c echo.Context) error {
	reason := c.FormValue("revoke_reason")
	return PayoutChannels(h).does(c, views.ChannelPage{RevokeReason: reason}, "channel_revoked", func(_ catalogue.Upstream, channel *commons.PayoutChannel) error {
		if channel.ID == 0 {
			return store.ErrNotFound
		}
		return channel.Revoke(ctx(c), h.site.DB, me(c), reason)
	})
}

// ChannelFlags are warnings on channels.
type ChannelFlags struct{ site Site }

// Update says why one is no matter.
func (h ChannelFlags) Update(c echo.Context) error {
	rule, reason := c.FormValue("rule"), c.FormValue("clear_reason")
	return PayoutChannels(h).does(c, views.ChannelPage{Clear: rule, ClearReason: reason}, "saved", func(_ catalogue.Upstream, channel *commons.PayoutChannel) error {
		return channel.ClearPayoutFlag(ctx(c), h.site.DB, me(c), commons.Rule(rule), reason)
	})
}
