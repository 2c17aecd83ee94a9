package handlers

import (
	"context"
	"slices"

	"chatiere/locales"
	"chatiere/models/catalogue"
	"chatiere/models/collective"
	"chatiere/models/collective/chatonsinfos"
	"chatiere/models/journal"
)

// filesAreValid lets the operator say what the portal does not know, see no mistake in either language, and publish: everybody reads valid files.
func (y *shared) filesAreValid() {
	y.Helper()
	y.must(y.s.db.Exec("update services set provider = 'Hébergeur Exemple'").Error)
	y.must(collective.Open(context.Background(), y.s.db, journal.Actor{}, true))
	b := y.window("omar@chats.example").visit(y.at("/desk")).press(y.w("infos.title")).sees(y.w("infos.state.lacking")).fits().axe().press(y.w("infos.fact.joined")).isAt(y.at("/desk/chatonsinfos/facts"))
	may := func(key string) string { return y.w(key) + " " + y.w("page.optional") }
	b.fill(y.w("infos.fact.type"), y.w("infos.value.association")).fill(may("infos.fact.latitude"), "est").press(y.w("action.save")).sees(y.w("error.summary")).fits().axe()
	b.fill(may("infos.fact.latitude"), "46").fill(y.w("infos.fact.joined"), "2020-01-20").fill(may("infos.fact.install"), y.w("infos.value.container")).fill(may("infos.fact.distribution"), "Debian 13")
	b.fill(may("infos.fact.server"), y.w("infos.value.nano")).fill(may("infos.fact.provider"), y.w("infos.value.rented")).press(y.w("action.save")).sees(y.w("error.machine_pair")).fits().axe()
	b.fill(may("infos.fact.server"), y.w("infos.value.cloud")).press(y.w("action.save")).sees(y.w("infos.state.ready"))
	services := []string{"alpha", "beta", "gamma"}
	for _, name := range services {
		b.press(y.w("infos.fill_of", "Name", name)).fill(may("infos.fact.registration"), y.w("infos.value.member")).fits().axe().press(y.w("action.save")).isAt(y.at("/desk/chatonsinfos"))
	}
	b.press(y.w("infos.publish")).sees(y.w("flash.files_published"))
	for _, lang := range []string{"fr", "en"} {
		b.visit("/" + lang + "/desk/chatonsinfos").sees(locales.T(lang, "infos.state.published")).fits().axe().shot("files/desk-" + lang)
		if n := ask[int](b, `all("article.card .tone-bad").length`); n != 0 {
			y.Errorf("%s: %d mistakes", lang, n)
		}
	}
	for _, name := range append(slices.Clone(services), "organization") {
		y.answersValidly(name)
	}
}

// answersValidly demands that everybody reads a file, and that the self-check finds no mistake in it.
func (y *shared) answersValidly(name string) {
	y.Helper()
	class := chatonsinfos.Service
	if name == "organization" {
		class = chatonsinfos.Organization
	}
	answer, body := y.s.asks(y.T, "GET", publicFolder+name+".properties")
	r := chatonsinfos.Check(chatonsinfos.Parse([]byte(body)), chatonsinfos.About{Class: class, Today: "2027-02-02", Licence: catalogue.Libre})
	if answer.StatusCode != 200 || !r.Sound() {
		y.Errorf("%s: %d %+v\n%s", name, answer.StatusCode, r.Errors(), body)
	}
}
