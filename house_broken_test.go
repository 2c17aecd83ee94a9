package main_test

import "strings"

// brokenHouses are small houses with one thing wrong each, by the rule that must see it; the sound ones, without
// a sentence, show what the rule must let pass.
var brokenHouses = map[string][]broken{
	"every package imports only what its room opens onto": {
		imports("models/people/user.go", "chatiere/models/billing", "may not import models/billing"),
		imports("models/people/user.go", "chatiere/locales", "may not import locales"),
		imports("models/journal/entry.go", "chatiere/models/collective", "may not import models/collective"),
		imports("models/content/markdown/cut.go", "chatiere/models/store", "may not import models/store"),
		imports("models/support/ticket.go", "chatiere/models/store/storetest", "may not import models/store/storetest"),
		imports("models/gossip/rumour.go", "chatiere/models/store", "may not import models/store"),
		imports("handlers/tickets.go", "chatiere/integrations/mail", "may not import integrations/mail"),
		imports("handlers/tickets.go", "chatiere/views/ui", "may not import views/ui"),
		imports("views/tickets.go", "chatiere/views/emails", "may not import views/emails"),
		imports("views/ui/badge.go", "chatiere/models/support", "may not import models/support"),
		imports("views/paths/paths.go", "chatiere/locales", "may not import locales"),
		imports("integrations/mail/smtp.go", "chatiere/models/post", "may not import models/post"),
		imports("jobs/tickets.go", "chatiere/handlers", "may not import handlers"),
		imports("main.go", "chatiere/views", "may not import views"),
		imports("cellar/wine.go", "fmt", "no such room"),
		imports("models/support/ticket.go", "chatiere/models/billing", ""),
		imports("models/people/user.go", "chatiere/models/collective", ""),
		imports("models/content/page.go", "chatiere/models/content/markdown", ""),
		imports("models/people/user_test.go", "chatiere/models/store/storetest", ""),
		imports("integrations/mail/smtp.go", "chatiere/integrations/outbound", ""),
		imports("handlers/site_test.go", "chatiere/jobs", ""),
		imports("handlers/current.go", "chatiere/models/people", ""),
		imports("main.go", "chatiere/handlers", ""),
	},
	"the rooms' forbidden libraries stay outside": {
		imports("models/people/user.go", "github.com/labstack/echo/v4", "does not belong in models"),
		imports("models/people/user.go", "html/template", "does not belong in models"),
		imports("models/billing/card.go", "github.com/stripe/stripe-go/v76", "does not belong in models"),
		imports("views/tickets.go", "gorm.io/gorm", "does not belong in views"),
		imports("integrations/mail/smtp.go", "gorm.io/gorm", "does not belong in integrations"),
		imports("models/people/user.go", "gorm.io/gorm", ""),
		imports("integrations/payment/card.go", "github.com/stripe/stripe-go/v76", ""),
	},
	"every direct dependency has a reason": {
		{map[string]string{"go.mod": "module chatiere\n\nrequire example.org/left-pad v1.0.0\n", "a.go": "package main\n\nimport _ \"example.org/left-pad/v\"\n"}, "left-pad is new"},
		{map[string]string{"go.mod": "module chatiere\n", "a.go": "package main\n\nimport _ \"gorm.io/gorm\"\n"}, "is not in go.mod"},
		{map[string]string{"go.mod": "module chatiere\n\nrequire (\n\tgorm.io/gorm v1.31.2\n)\n", "a.go": "package main\n\nimport _ \"gorm.io/gorm/clause\"\n"}, ""},
	},
	"every reason still has its dependency": {
		{map[string]string{"go.mod": "module chatiere\n\nrequire example.org/other v1.0.0\n"}, "gorm.io/gorm is gone"},
	},
	"only the injected clock knows what time it is": {
		code("models/support/ticket.go", "import \"time\"\n\nvar t = time.Now()", "store.Now"),
		code("handlers/tickets.go", "import \"time\"\n\nvar clock = time.Now", "store.Now"),
		code("jobs/tickets.go", "import when \"time\"\n\nvar t = when.Since(when.Time{})", "not time.Since"),
		code("models/store/clock.go", "import \"time\"\n\nvar t = time.Now()", ""),
		code("models/support/ticket_test.go", "import \"time\"\n\nvar t = time.Now()", ""),
		code("models/store/storetest/clock.go", "import \"time\"\n\nvar t = time.Now()", ""),
	},
	"only main reads the environment": {
		code("handlers/routes.go", "import \"os\"\n\nvar port = os.Getenv(\"PORT\")", "only main.go"),
		code("models/store/open.go", "import \"os\"\n\nvar _, _ = os.LookupEnv(\"PORT\")", "only main.go"),
		imports("integrations/mail/smtp.go", "github.com/caarlos0/env/v11", "only it imports env"),
		code("main.go", "import \"os\"\n\nvar port = os.Getenv(\"PORT\")", ""),
	},
	"only the store begins transactions": {
		code("models/support/ticket.go", "func f() { db.Transaction(nil) }", "only store.InTx"),
		code("models/support/ticket.go", "func f() { h.db.WithContext(ctx).Begin() }", "only store.InTx"),
		code("models/store/tx.go", "func f() { db.Transaction(nil) }", ""),
	},
	"inside InTx only tx exists": {
		code("models/support/ticket.go", inTx("db", "find(db)"), "db inside InTx"),
		code("models/support/ticket.go", inTx("h.db", "find(h.db)"), "db inside InTx"),
		code("models/support/ticket.go", inTx("base", "if true { base.Find() }"), "base inside InTx"),
		code("models/support/ticket.go", inTx("db", "find(tx, Options{db: 1})"), ""),
		code("models/support/ticket.go", inTx("tx", "find(tx)"), ""),
	},
	"no test is skipped": {
		code("models/people/user_test.go", "func TestA(t *T) { t.Skip(\"later\") }", "a skipped test"),
		code("models/people/user_test.go", "func TestA(t *T) { if x { t.SkipNow() } }", "a skipped test"),
		code("models/people/user.go", "func f() { page.Skip() }", ""),
	},
	"every recurring work has words on the page of promises": {
		{map[string]string{
			"models/billing/due.go": "package billing\n\ntype SumsDue struct{}\n\nfunc (SumsDue) Kind() string { return \"sums_due\" }\n",
			"jobs/promises.go":      "package jobs\n\nimport \"chatiere/models/billing\"\n\nfunc turns() []any { return []any{billing.SumsDue{}} }\n",
			"views/heartbeats.go":   "package views\n\nvar names = []string{\"other_due\"}\n",
		}, "no words for the recurring work"},
		{map[string]string{
			"models/billing/due.go": "package billing\n\ntype SumsDue struct{}\n\nfunc (SumsDue) Kind() string { return \"sums_due\" }\n",
			"jobs/promises.go":      "package jobs\n\nimport \"chatiere/models/billing\"\n\nfunc turns() []any { return []any{billing.SumsDue{}} }\n",
			"views/heartbeats.go":   "package views\n\nvar names = []string{\"sums_due\"}\n",
		}, ""},
	},
	"every promise has a worker that keeps it": {
		{map[string]string{
			"models/support/news.go": "package support\n\ntype TicketOpened struct{}\n\nfunc (TicketOpened) Kind() string { return \"ticket_opened\" }\n",
			"jobs/workers.go":        "package jobs\n\nimport \"chatiere/models/people\"\n\nvar _ people.Invited\n",
		}, "nobody in jobs/ keeps the promise support.TicketOpened"},
		{map[string]string{
			"models/support/news.go": "package support\n\ntype TicketOpened struct{}\n\nfunc (TicketOpened) Kind() string { return \"ticket_opened\" }\n",
			"jobs/workers.go":        "package jobs\n\nimport help \"chatiere/models/support\"\n\nvar _ help.TicketOpened\n",
		}, ""},
	},
}

// imports is a house with one file that imports one package.
func imports(name, imported, says string) broken {
	return code(name, "import _ \""+imported+"\"", says)
}

// code is a house with one Go file.
func code(name, body, says string) broken {
	return broken{map[string]string{name: "// Package x is small.\npackage x\n\n" + body + "\n"}, says}
}

// inTx writes a function that changes something in a transaction.
func inTx(given, body string) string {
	return "func f() { store.InTx(ctx, " + given + ", func(tx *gorm.DB) error { " + body + "; return nil }) }"
}

// lines is a text of so many lines.
func lines(n int, line string) string { return strings.Repeat(line+"\n", n) }
