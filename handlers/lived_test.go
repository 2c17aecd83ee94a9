package handlers

import (
	"context"
	"strconv"
	"strings"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/commons"
	"chatiere/models/demo"
	"chatiere/models/demo/files"
	"chatiere/models/demo/folder"
	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/support"
)

// lived is the demo collective with eight months of past, as `go run .` shows it, and who looks at it: a visitor, ada who owns
// an association, alix who administers everything.
type lived struct {
	*site
	t       *testing.T
	fee     people.Organisation
	lookers map[string]*person
	homes   map[string]string // which organisation a page is looked at in, by route, when it is not Fée
	made    map[string]string // what the open part of an address is, by route, when no row says it
}

func newLived(t *testing.T) *lived {
	t.Helper()
	l := &lived{site: newSite(t), t: t, homes: map[string]string{}, made: map[string]string{}}
	c, err := folder.Read(files.FS)
	l.must(err)
	ctx := context.Background()
	_, err = demo.Import(ctx, l.db, c, demo.Options{Public: true, Since: store.Now(l.db).AddDate(0, -14, 0), Files: files.FS})
	l.must(err)
	l.must(demo.BackUp(ctx, l.db, c))
	_, err = demo.Relive(ctx, l.db, c, demo.Telling{Months: 8, Keep: l.worker.KeepHeld, Secret: secret, Pages: ProjectPages("https://portail.example")})
	l.must(err)
	l.lookers = map[string]*person{"visitor": l.visitor("fr"), "ada": l.demoPerson("ada@fee.example"), "alix": l.demoPerson("alix@indie-host.example")}
	for _, m := range l.as("ada").Memberships {
		l.fee = m.Organisation
	}
	return l
}

func (l *lived) must(err error) {
	l.t.Helper()
	if err != nil {
		l.t.Fatal(err)
	}
}

// demoPerson lets somebody of the demo collective in.
func (l *lived) demoPerson(email string) *person {
	l.t.Helper()
	u, err := people.FindUserByEmail(context.Background(), l.db, email)
	l.must(err)
	return l.enters(l.t, u)
}

// as is one of the lookers with their memberships and roles.
func (l *lived) as(who string) people.User {
	l.t.Helper()
	u, err := people.LoadUser(context.Background(), l.db, l.lookers[who].user.ID)
	l.must(err)
	return u
}

// goesOn makes what the demo's past leaves out, so that each page has something to show.
func (l *lived) goesOn() *lived {
	l.t.Helper()
	ctx, ada, alix := context.Background(), l.as("ada"), l.as("alix")
	seal := identity.NewSealer(secret)
	joining, err := people.MakeJoinLink(ctx, l.db, ada, l.fee, people.JoinLinkForm{Role: people.Member, Cap: "50", Days: "14"})
	l.must(err)
	asked, err := people.Invite(ctx, l.db, ada, l.fee, people.InvitationForm{Addresses: "cleo@fee.example", Role: people.Treasurer})
	l.must(err)
	_, err = support.SaveMacro(ctx, l.db, alix, support.Macro{}, support.MacroForm{Name: "Vider le cache", Texts: map[string]string{"fr": "Bonjour", "en": "Hello"}})
	l.must(err)
	_, err = commons.LogContribution(ctx, l.db, ada, commons.Form{
		Choice: commons.Help, FromOn: "2026-11-20", Hours: "2", Title: "Une soirée d’entraide", Evidence: "https://preuves.example/1", OnBehalf: l.fee.Ref, Lang: "fr",
	})
	l.must(err)
	notice, err := billing.Declare(ctx, l.db, people.User{}, billing.NoticeForm{Kind: billing.Cancellation, Name: "Ada", Email: ada.Email, Postal: "Lyon", Contract: "CH 1234", Lang: "fr"})
	l.must(err)
	zoe, err := people.LoadUser(ctx, l.db, l.demoPerson("zoe@lune-rousse.example").user.ID)
	l.must(err)
	later, err := billing.ProposeDate(ctx, l.db, zoe, zoe.Memberships[0].Organisation, billing.DeferralForm{UntilOn: "2027-06-01", Reason: "La subvention arrive au printemps."})
	l.must(err)
	l.made["/:lang/desk/deferrals/:ref"] = later.Ref
	statement, err := billing.ReceiveStatement(ctx, l.db, alix, billing.Upload{Name: "releve.csv", Content: []byte("Date;Libellé;IBAN;Montant\n25/11/2026;VIR ASSOCIATION AILLEURS;FR1420041010050500013M02606;60,00\n")})
	l.must(err)
	_, err = statement.Import(ctx, l.db, alix, billing.ImportForm{Version: statement.Version})
	l.must(err)
	lines, err := statement.LinesOf(ctx, l.db, 1)
	l.must(err)
	l.made["/:lang/desk/bank/statements/:ref"], l.made["/:lang/desk/bank/lines/:ref"] = statement.Ref, lines[0].Ref
	code, err := billing.MakeGiftCode(ctx, l.db, alix, billing.GiftCodeForm{Code: "BIENVENUE", Kind: billing.GiftPercentage, Percent: "20", Lasts: "once", Reason: "Forum des associations"})
	l.must(err)
	l.made["/:lang/desk/gift-codes/:ref"] = code.Ref
	request, err := billing.AskOffer(ctx, l.db, ada, billing.RequestForm{Offer: "reseau", Need: "Des salons pour trente écoles", People: "300", Tier: billing.OwnAmount, Cents: 90000, Period: "year", For: l.fee.Ref, Country: "FR", Lang: "fr"})
	l.must(err)
	l.made["/:lang/requests/:ref"], l.made["/:lang/desk/requests/:ref"] = request.Ref, request.Ref
	l.lookers["ada"].visit("/fr/account/email").sendIn("/account/email", map[string][]string{"email": {"ada@neuf.example"}})
	l.made["/:lang/notices/:ref"], l.made["/:lang/desk/notices/:ref"] = notice.Ref, notice.Ref
	l.made["/:lang/notice-confirmations/:token"] = seal.Token(identity.ForNotice, notice.Ref, notice.ConfirmableUntil())
	l.made["/:lang/o/:org/join-links/:ref"] = joining.Ref
	l.made["/:lang/invitations/:token"] = seal.Token(identity.ForInvitation, asked[0].Ref, asked[0].ExpiresAt)
	l.made["/:lang/sign-in/links/:token"] = last(l.freshLink(l.t, "yann@benevole.example"))
	l.made["/:lang/email-changes/:token"] = last(l.linkTo(l.t, "ada@neuf.example"))
	l.paysOnline(ada)
	l.repays()
	l.shares(ada, zoe)
	l.pledges(ada)
	l.lends(ada)
	l.givesOnline(ada)
	l.belongs()
	l.prepares(alix)
	l.proposesProjects(ada, alix)
	l.certified()
	l.agrees(ada, alix)
	l.paysProjects(alix)
	l.reprices(alix)
	l.secures()
	return l
}

// last is the last part of an address.
func last(path string) string { return path[strings.LastIndex(path, "/")+1:] }

// asks puts a question to the database; @fee, @ada and @alix stand for who they name.
func (l *lived) asks(question string) string {
	l.t.Helper()
	names := []string{"@fee", strconv.Itoa(int(l.fee.ID))}
	for who, p := range l.lookers {
		names = append(names, "@"+who, strconv.Itoa(int(p.user.ID)))
	}
	var answer string
	l.must(l.db.Raw(strings.NewReplacer(names...).Replace(question)).Scan(&answer).Error)
	if answer == "" {
		l.t.Fatalf("the demo has nothing for %q", question)
	}
	return answer
}
