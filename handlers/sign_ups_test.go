package handlers

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"chatiere/models/collective"
	"chatiere/models/commons"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/post"
	"chatiere/models/store"
	"chatiere/views/paths"
)

const lise = "lise@ailleurs.example"

// subjectTo is the subject of the last letter to an address.
func (s *site) subjectTo(t *testing.T, address string) string {
	t.Helper()
	var l post.Letter
	if err := s.db.Where("address = ?", address).Order("id desc").First(&l).Error; err != nil {
		t.Fatal(err)
	}
	return l.Subject
}

// makesAccount lets a visitor who stands on the form make an account by its letter and its button.
func (p *person) makesAccount(t *testing.T, name, email string) *person {
	t.Helper()
	p.send("Recevoir mon lien", url.Values{"name": {name}, "email": {email}}).status(200).at("/fr/sign-up/sent")
	return p.visit(p.s.linkTo(t, email)).send("Créer mon compte", nil)
}

// known counts the people with an address.
func (s *site) known(address string) (n int64) {
	s.db.Table("users").Where("email = ?", address).Count(&n)
	return n
}

func TestAVolunteerMakesAnAccountAndComesBackToTheTask(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		h := s.hamlet(t)
		path := h.writesTask()
		p := s.visitor("fr").visit("/fr/contributions/tasks").sees("Une minute suffit, sans association").follow("Essayer le formulaire")
		p.follow("Créer un compte").at("/fr/sign-up?next=").sees("Il ne faut ni association, ni mot de passe", "Vie privée", "tout est effacé au bout d’un jour")
		p.send("Recevoir mon lien", url.Values{"name": {"Lise"}, "email": {"lise@"}}).status(422).sees("Vérifiez ces réponses", "Cette adresse n'est pas complète")
		p.send("Recevoir mon lien", url.Values{"email": {"Lise@Ailleurs.example"}}).status(200).at("/fr/sign-up/sent").sees("Regardez votre courrier", "dans les 30 minutes").missing("ailleurs.example").follow("Recommencer").at("/fr/sign-up?next=")
		link := s.linkTo(t, lise)
		if !strings.HasPrefix(s.subjectTo(t, lise), "Votre compte chez") {
			t.Error(s.subjectTo(t, lise))
		}
		scanner := s.visitor("fr").visit(link).visit(link).status(200) // programs that follow links make nothing
		if s.known(lise) != 0 {
			t.Fatal("a look at the link made the account")
		}
		p.visit(link).sees("Un compte va s'ouvrir au nom de Lise", lise).send("Créer mon compte", nil).at(path).sees("Votre compte est ouvert", "Libre")
		scanner.visit(link).status(http.StatusGone).sees("Ce lien a fait son temps").follow("Créer un compte").at("/fr/sign-up")
		p.send("Je la prends", nil).sees("Vous avez pris cette tâche").visit("/fr/mine").sees("Bonjour Lise", "Essayer le formulaire", "Racontez-la quand c'est fait")
		p.visit(path).follow("C'est fait, je le raconte").send("Envoyer", url.Values{"evidence": {"https://git.example/issues/7"}}).at("/fr/contributions/").sees("C'est envoyé", "15 min")
		p.visit("/fr/mine").sees("Où vous en êtes", "15 min", "À confirmer").missing("Racontez-la quand c'est fait")
		p.send("Se déconnecter", nil).visit("/fr/sign-up").asksAgain(t).at("/fr/mine").sees("Bonjour Lise").missing("Votre compte est ouvert")
	})
}

// asksAgain lets Lise ask for an account again: she is let in.
func (p *person) asksAgain(t *testing.T) *person {
	t.Helper()
	p.send("Recevoir mon lien", url.Values{"name": {"Autre"}, "email": {lise}}).at("/fr/sign-up/sent")
	return p.visit(p.s.linkTo(t, lise)).sees("Vous allez entrer avec l'adresse "+lise).send("Entrer", nil)
}

func TestMakingAnAccountTellsNothingAboutWhoHasOne(t *testing.T) {
	s := newSite(t)
	s.meets(t, "ada@fee.example")
	gone := s.meets(t, "gone@fee.example")
	s.db.Exec("update users set disabled_at = ? where id = ?", store.Now(s.db), gone.ID)
	var seen []string
	for _, email := range []string{"ada@fee.example", lise, "gone@fee.example"} {
		p := s.visitor("fr").visit("/fr/sign-up").send("Recevoir mon lien", url.Values{"name": {"Lise"}, "email": {email}}).status(200)
		seen = append(seen, p.page.path+p.page.body)
	}
	if seen[0] != seen[1] || seen[1] != seen[2] {
		t.Error("the answers differ")
	}
	if s.letters(t, "ada@fee.example") != 1 || s.letters(t, lise) != 1 || s.letters(t, "gone@fee.example") != 0 {
		t.Error("letters went astray")
	}
	if subject := s.subjectTo(t, "ada@fee.example"); !strings.HasPrefix(subject, "Votre lien pour entrer") {
		t.Error(subject)
	}
}

func TestNobodyIsSentAwayFromThePortalByANewAccount(t *testing.T) {
	s := newSite(t)
	for n, evil := range []string{"//evil.example", "https://evil.example", `/\evil.example`, "/%09/evil.example", "https:evil", "javascript:alert(1)"} {
		email := string(rune('a'+n)) + lise
		p := s.visitor("fr").visit("/fr/sign-up?next=" + url.QueryEscape(evil))
		if !p.holds("next", "") {
			t.Error("the form keeps", evil)
		}
		p.post("/fr/sign-up", url.Values{"name": {"Lise"}, "email": {email}, "locale": {"fr"}, "next": {evil}}).status(200)
		p.visit(s.linkTo(t, email)).send("Créer mon compte", nil).at("/fr/mine")
		p.visit("/fr/sign-up?next=" + url.QueryEscape(evil)).at("/fr/mine")
	}
}

func TestAccountsAndLinksAreCountedTogether(t *testing.T) {
	s := newSite(t)
	asks := url.Values{"name": {"Lise"}, "email": {lise}, "locale": {"fr"}}
	for range 2 {
		s.visitor("fr").post("/fr/sign-up", asks).status(200)
	}
	s.visitor("fr").post("/fr/sign-in", asks).status(200)
	s.visitor("fr").post("/fr/sign-up", asks).status(http.StatusTooManyRequests).sees("Un peu moins vite")
	for n := range 8 { // one network, many addresses
		s.visitor("fr").post("/fr/sign-up", url.Values{"name": {"Lise"}, "email": {string(rune('a'+n)) + lise}, "locale": {"fr"}})
	}
	s.visitor("fr").post("/fr/sign-up", url.Values{"name": {"Lise"}, "email": {"z" + lise}, "locale": {"fr"}}).status(http.StatusTooManyRequests)
}

func TestACollectiveThatInvitesSaysWhomToWriteTo(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.sells(t)
		admin := s.staffed(t, people.Admin)
		admin.visit("/fr/desk/settings?q=compte").follow("Chaque personne peut créer un compte").at("/fr/desk/collective")
		s.visitor("fr").visit("/fr/sign-in?next=/fr/pledges").follow("Créer un compte").at("/fr/sign-up?next=%2Ffr%2Fpledges")
		admin.send("Enregistrer", url.Values{"own_accounts": nil}).sees("C'est enregistré.")
		p := s.visitor("fr").visit("/fr/sign-in").sees("accueille les personnes une à une").missing("Créez un compte en une minute").follow("Comment obtenir un compte")
		p.status(200).sees("Indie.Host accueille les personnes une à une", "bonjour@indie.example").missing("Recevoir mon lien")
		p.post("/fr/sign-up", url.Values{"name": {"Lise"}, "email": {lise}, "locale": {"fr"}}).status(403).sees("bonjour@indie.example")
		if s.letters(t, lise) != 0 || s.known(lise) != 0 {
			t.Error("somebody was let in")
		}
		asks := s.visitor("fr").visit("/fr/sign-up").follow("Nous écrire") // who writes to the collective is answered, and comes in with the same address
		asks.send("Envoyer la demande", url.Values{"email": {"max@ailleurs.example"}, "subject": {"Aider"}, "body": {"J'aimerais relire des pages."}}).status(200)
		asks.visit("/fr/sign-in").send("Recevoir mon lien", url.Values{"email": {"max@ailleurs.example"}}).status(200)
		asks.visit(s.linkTo(t, "max@ailleurs.example")).send("Entrer", nil).at("/fr/mine").sees("Aider")
		s.visitor("fr").visit("/fr/contributions").sees("Comment obtenir un compte")
		admin.visit("/fr/desk/collective").send("Enregistrer", url.Values{"own_accounts": {"true"}}).sees("C'est enregistré.")
		s.visitor("fr").visit("/fr/sign-up").makesAccount(t, "Lise", lise).at("/fr/mine")
	})
}

func TestNobodyIsAskedInBeforeThePortalIsOpen(t *testing.T) {
	s := newSite(t)
	s.sells(t)
	s.visitor("fr").visit("/fr/sign-in").sees("Première visite ?").visit("/fr/sign-in/password").sees("Créer un compte")
	if err := collective.Open(context.Background(), s.db, journal.Actor{}, false); err != nil {
		t.Fatal(err)
	}
	s.reopen(func(settings *Site) { settings.Development = false })
	for _, page := range []string{"/fr/sign-in", "/fr/sign-in/password", "/fr/sign-in/links"} {
		s.visitor("fr").visit(page).status(200).missing("Première visite ?", "Créer un compte")
	}
	s.visitor("fr").visit("/fr/sign-up").status(http.StatusServiceUnavailable)
}

// TestAPersonWithoutAnAssociationMeetsNoDeadEnd follows every link of every page that somebody alone is led to.
func TestAPersonWithoutAnAssociationMeetsNoDeadEnd(t *testing.T) {
	s := newSite(t)
	s.inhabited(t)
	p := s.visitor("fr").visit("/fr/sign-up").makesAccount(t, "Lise", lise).at("/fr/mine").sees("Ce que vous pouvez faire", "Et voter", "rejoint ce compte")
	p.visit("/fr/tickets/new").send("Envoyer la demande", url.Values{"subject": {"Comment aider ?"}, "body": {"J'aimerais relire des pages."}}).at("/fr/tickets/").sees("Comment aider")
	p.visit("/fr/mine").sees("Où vous en êtes", "Comment aider")
	seen, next := map[string]bool{}, []string{"/fr/mine", "/fr/contributions", "/fr/account/export"}
	for range 3 {
		var further []string
		for _, path := range next {
			path, _, _ = strings.Cut(path, "#")
			if seen[path] || !strings.HasPrefix(path, "/fr/") {
				continue
			}
			seen[path] = true
			p.visit(path).status(200).missing("hoisissez une organisation", "hoisissez votre association")
			for _, a := range p.all("a", nil) {
				further = append(further, attribute(a, "href"))
			}
		}
		next = further
	}
	for _, path := range []string{"/fr/contributions/mine", "/fr/contributions/to-confirm", "/fr/contributions/certificates", "/fr/pledges", "/fr/tickets", "/fr/account/farewell", "/fr/contributions/tasks"} {
		if !seen[path] {
			t.Errorf("nothing leads somebody alone to %s", path)
		}
	}
}

func TestAPrivatePersonGivesAndCarriesNoBill(t *testing.T) {
	s := newSite(t)
	y := newCarried(t, s, "fr")
	y.opens()
	p := s.visitor("fr").visit(paths.SharedSpace("fr", y.space)).sees("organisations en portent chacune une part").follow("Créer un compte").makesAccount(t, "Lise", lise)
	p.at(paths.SharedSpace("fr", y.space)).follow(y.w("pledges.promise_money")).sees(y.w("pledges.person_bill"), y.w("pledges.promise_time")).missing(y.w("pledges.for_me"))
	p.send(y.w("pledges.send_invoice"), url.Values{"amount": {"25"}, "every": {"year"}, "for": {"me"}, "terms": {"true"}}).refused("for", y.w("error.person_bill"), nil)
	exactly(t, s.db, 0, "pledges", "user_id = (select id from users where email = ?)", lise)
	gifts, err := s.gathers(y.omar.user, "Des notes pour tout le monde")
	if err != nil {
		t.Fatal(err)
	}
	p.visit(paths.SharedSpaces("fr")).follow("Des notes pour tout le monde").follow(y.w("pledges.promise_money")).sees(y.w("pledges.is_gift"), y.w("pledges.for_me"))
	p.send(y.w("pledges.send_gift"), url.Values{"amount": {"25"}}).sees(y.w("pledges.flash.pledged")).missing("Facture", y.w("pledges.person_bill"))
	exactly(t, s.db, 1, "pledges", "space_id = ? and organisation_id is null and basis_points = 0", gifts.ID)
	p.visit("/fr/mine").sees("Vous avez promis", "Des notes pour tout le monde")
	exactly(t, s.db, 0, "memberships", "user_id = (select id from users where email = ?)", lise)
}

func TestWhatIsTooMuchOfAPersonsGiftGoesToNoBill(t *testing.T) {
	s := newSite(t)
	y := newCarried(t, s, "fr")
	y.opens()
	ctx := context.Background()
	gifts, err := s.gathers(y.omar.user, "Des notes pour tout le monde")
	if err != nil {
		t.Fatal(err)
	}
	s.db.Exec("update shared_spaces set mode = 'cascade', cascade_to_id = ? where id = ?", y.space.ID, gifts.ID)
	if gifts, err = commons.LoadSpace(ctx, s.db, gifts.ID); err != nil {
		t.Fatal(err)
	}
	p, _, err := s.gives(s.meets(t, lise), y.omar.user, gifts, 120_000)
	if err != nil {
		t.Fatal(err)
	}
	if err := gifts.Start(ctx, s.db, y.omar.user); err != nil {
		t.Fatal(err)
	}
	if p, err = commons.LoadPledge(ctx, s.db, p.ID); err != nil || p.Quantity != 100_000 || p.Offered != 0 || p.OfferedState != "" {
		t.Errorf("%+v %v", p, err)
	}
}

func TestSubscribingLaterKeepsTheAccount(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.sells(t)
		s.visitor("fr").visit("/fr/sign-up").makesAccount(t, "Lise", lise).send("Se déconnecter", nil)
		stranger := s.visitor("fr").visit("/fr/offers/ensemble/subscribe?tier=standard&period=year")
		stranger.send("Recevoir la pro forma", url.Values{"organisation": {"Les Copeaux"}, "name": {"Une autre"}, "email": {lise}, "country": {"FR"}, "terms": {"true"}}).status(200)
		if s.known(lise) != 1 {
			t.Fatal("two accounts")
		}
		p := s.visitor("fr").visit(s.linkTo(t, lise)).send("Entrer", nil)
		p.visit("/fr/account").sees("Les Copeaux")
		if !p.holds("name", "Lise") {
			t.Error("the subscription renamed her")
		}
	})
}
