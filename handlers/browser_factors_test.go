package handlers

import (
	"encoding/base32"
	"strings"
	"testing"

	"chatiere/locales"
	"chatiere/models/identity/totp"
	"chatiere/models/people"
	"chatiere/models/store"
)

// appSecret reads the secret that the page shows for typing.
func (b *browser) appSecret() []byte {
	b.t.Helper()
	text := strings.ReplaceAll(ask[string](b, `document.querySelector(".copy-text code").textContent`), " ", "")
	secret, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(text)
	if err != nil || len(secret) != totp.Size {
		b.fail("the secret reads %q", text)
	}
	return secret
}

// TestTwoStepsAreSetUpAndUsedInChromium walks through it in French with scripts, in English without.
func TestTwoStepsAreSetUpAndUsedInChromium(t *testing.T) {
	for _, lang := range []string{"fr", "en"} {
		t.Run(lang, func(t *testing.T) {
			s := newSite(t)
			ada := s.enters(t, s.meets(t, "ada@fee.example"))
			says := func(key string) string { return plain(locales.T(lang, key)) }
			withBrowser(t, s.server.URL, func(b *browser) {
				b.excuse("status of 422")
				if lang == "en" {
					b = b.withoutJavaScript()
				}
				b.as(ada).visit("/" + lang + "/account/factors").sees(says("factors.why")).press(says("factors.set_up")).sees(says("factors.scan"))
				app := b.appSecret()
				code := func() string { return totp.Code(app, totp.Step(store.Now(s.db))) }
				if lang == "fr" {
					b.axe().phone().fits().shot("factors/app-phone").dark().axe().desktop().light()
				}
				b.fill(says("factors.app_code"), "123").press(says("factors.enable")).sees(says("error.factor_code"))
				b.fill(says("factors.app_code"), code()).press(says("factors.enable")).sees(says("factors.enabled"))
				if lang == "fr" {
					b.axe().phone().fits().shot("factors/codes-phone").desktop()
				}
				b.press(says("factors.noted")).sees(says("factors.codes_lead"))
				if lang == "fr" {
					b.axe().shot("factors/account")
				}
				s.pass(totp.Period)
				b.visit("/" + lang + s.freshLink(t, "ada@fee.example")[3:]).press(says("sign_in.enter")).isAt("/" + lang + "/sign-in/code").sees(says("factors.step_lead"))
				if lang == "fr" {
					b.axe().phone().fits().shot("factors/step-phone").desktop()
				}
				b.fill(says("factors.code"), s.wrong(app)).press(says("action.sign_in")).sees(says("error.factor_code"))
				b.fill(says("factors.code"), code()).press(says("action.sign_in")).isAt("/" + lang + "/mine")
			})
		})
	}
}

func TestTheDeskSeesWhoSignsInByTwoSteps(t *testing.T) {
	s := newSite(t)
	s.inhabited(t)
	if err := s.pleads("lost@fee.example"); err != nil {
		t.Fatal(err)
	}
	admin, _, _ := s.keyed(t, s.staffed(t, people.Admin).user)
	withBrowser(t, s.server.URL, func(b *browser) {
		b.as(admin).visit("/fr/desk/factors").isWhole("/fr/desk/factors").axe().shot("factors/desk").phone().fits().dark().axe()
		b.visit("/en/account/proof").isWhole("/en/account/proof").fits().axe()
	})
}
