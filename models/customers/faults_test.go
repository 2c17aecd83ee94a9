package customers_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"chatiere/models/customers"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"golang.org/x/text/encoding/charmap"
	"gorm.io/gorm"
)

// broken are files that replace those of a small sound folder, and what is said about them: file:line column key.
var broken = map[string]struct {
	files map[string]string
	says  []string
}{
	"a column that is missing":       {map[string]string{"people.csv": "organisation;name\na;Ada\n"}, []string{"people.csv:1 email customers.fault.column_missing"}},
	"a column nobody knows":          {map[string]string{"people.csv": "organisation;email;shoe\na;ada@old.example;42\n"}, []string{"people.csv:1 shoe customers.fault.column"}},
	"a column twice":                 {map[string]string{"people.csv": "organisation;email;email\na;ada@old.example;b@old.example\n"}, []string{"people.csv:1 email customers.fault.column_twice"}},
	"no header at all":               {map[string]string{"people.csv": ""}, []string{"people.csv:0  customers.fault.head"}},
	"a file nobody knows":            {map[string]string{"peeple.csv": "x\n"}, []string{"peeple.csv:0  customers.fault.file"}},
	"more cells than columns":        {map[string]string{"people.csv": "organisation;email\na;ada@old.example;x\n"}, []string{"people.csv:2  customers.fault.row"}},
	"a quote that never ends":        {map[string]string{"people.csv": "organisation;email\na;\"ada@old.example\n"}, []string{"people.csv:2  customers.fault.row"}},
	"an address that is none":        {map[string]string{"people.csv": "organisation;email\na;ada\n"}, []string{"people.csv:2 email error.email"}},
	"a person twice in one place":    {map[string]string{"people.csv": "organisation;email\na;ada@old.example\na;ADA@old.example\n"}, []string{"people.csv:3 email customers.fault.twice"}},
	"a role nobody knows":            {map[string]string{"people.csv": "organisation;email;roles\na;ada@old.example;boss\n"}, []string{"people.csv:2 roles customers.fault.word"}},
	"two offices at once":            {map[string]string{"people.csv": "organisation;email;roles\na;ada@old.example;treasurer|technical\n"}, []string{"people.csv:2 roles customers.fault.offices"}},
	"an organisation nobody knows":   {map[string]string{"people.csv": "organisation;email\nzzz;ada@old.example\n"}, []string{"people.csv:2 organisation customers.fault.organisation"}},
	"an organisation twice":          {map[string]string{"organisations.csv": "key;name\na;A\na;B\n"}, []string{"organisations.csv:3 key customers.fault.twice"}},
	"an organisation without name":   {map[string]string{"organisations.csv": "key;name\na;\n"}, []string{"organisations.csv:2 name error.required"}},
	"a registry number that is none": {map[string]string{"organisations.csv": "key;name;registry_number\na;A;123\n"}, []string{"organisations.csv:2 registry_number error.registry_number"}},
	"liable without a number":        {map[string]string{"organisations.csv": "key;name;vat_status\na;A;liable\n"}, []string{"organisations.csv:2 vat_number error.vat_needed"}},
	"a status nobody knows":          {map[string]string{"organisations.csv": "key;name;vat_status\na;A;maybe\n"}, []string{"organisations.csv:2 vat_status customers.fault.word"}},
	"a country that is none":         {map[string]string{"organisations.csv": "key;name;country\na;A;France\n"}, []string{"organisations.csv:2 country error.choose"}},
	"a tag without its end":          {map[string]string{"organisations.csv": "key;name;tags\na;A;do_not_chase\n"}, []string{"organisations.csv:2 tags error.required"}},
	"a language nobody speaks":       {map[string]string{"organisations.csv": "key;name;language\na;A;tlh\n"}, []string{"organisations.csv:2 language customers.fault.word"}},
	"an offer nobody sells":          {subscription("s;a;everything;month;2026-12-01;;"), []string{"subscriptions.csv:2 offer customers.fault.offer"}},
	"a tier without a price":         {subscription("s;a;ensemble;month;2026-12-01;;symbolic"), []string{"subscriptions.csv:2 tier customers.fault.price"}},
	"an interval nobody knows":       {subscription("s;a;ensemble;week;2026-12-01;;"), []string{"subscriptions.csv:2 interval customers.fault.word"}},
	"a day that is none":             {subscription("s;a;ensemble;month;31/02/2026;;"), []string{"subscriptions.csv:2 invoiced_until customers.fault.day"}},
	"a day inside a period":          {subscription("s;a;ensemble;month;2026-12-15;2024-01-31;"), []string{"subscriptions.csv:2 invoiced_until customers.fault.no_boundary"}},
	"a day before the anchor":        {subscription("s;a;ensemble;month;2023-12-31;2024-01-31;"), []string{"subscriptions.csv:2 invoiced_until customers.fault.before_anchor"}},
	"nobody who owns":                {merged(subscription("s;a;ensemble;month;2026-12-01;;"), map[string]string{"people.csv": "organisation;email;roles\na;ada@old.example;member\n"}), []string{"subscriptions.csv:2 organisation customers.fault.no_owner"}},
	"a price that is none":           {map[string]string{"subscriptions.csv": "key;organisation;offer;interval;invoiced_until;price;addresses\ns;a;ensemble;month;2026-12-01;-3;https://a.example\n"}, []string{"subscriptions.csv:2 price customers.fault.amount"}},
	"a quantity that is none":        {map[string]string{"subscriptions.csv": "key;organisation;offer;interval;invoiced_until;quantity;addresses\ns;a;ensemble;month;2026-12-01;0;https://a.example\n"}, []string{"subscriptions.csv:2 quantity customers.fault.number"}},
	"a service without address":      {map[string]string{"subscriptions.csv": "key;organisation;offer;interval;invoiced_until\ns;a;ensemble;month;2026-12-01\n"}, []string{"subscriptions.csv:2 addresses customers.fault.no_address"}},
	"a service that is not sold":     {map[string]string{"subscriptions.csv": "key;organisation;offer;interval;invoiced_until;addresses\ns;a;ensemble;month;2026-12-01;files=https://a.example|chat=https://b.example\n"}, []string{"subscriptions.csv:2 addresses customers.fault.no_service"}},
	"an address that leads nowhere": {
		map[string]string{"subscriptions.csv": "key;organisation;offer;interval;invoiced_until;addresses\ns;a;ensemble;month;2026-12-01;files=cloud\n"},
		[]string{"subscriptions.csv:2 addresses customers.fault.no_address", "subscriptions.csv:2 addresses error.web_address"},
	},
	"a debt without number":       {map[string]string{"balances.csv": "organisation;kind;date;amount\na;invoice;2026-01-01;5\n"}, []string{"balances.csv:2 number error.required"}},
	"a debt of nothing":           {map[string]string{"balances.csv": "organisation;kind;date;amount;number\na;invoice;2026-01-01;0;F1\n"}, []string{"balances.csv:2 amount customers.fault.nought"}},
	"a debt of tomorrow":          {map[string]string{"balances.csv": "organisation;kind;date;amount;number\na;invoice;2027-01-01;5;F1\n"}, []string{"balances.csv:2 date error.date_future"}},
	"a debt twice":                {map[string]string{"balances.csv": "organisation;kind;date;amount;number\na;invoice;2026-01-01;5;F1\na;invoice;2026-01-02;5;F1\n"}, []string{"balances.csv:3 number customers.fault.twice"}},
	"a mandate without reference": {map[string]string{"mandates.csv": "organisation;customer;method;kind;last4\na;cus_12345;pm_12345;sepa;1234\n"}, []string{"mandates.csv:2 reference error.required"}},
	"a customer that is none":     {map[string]string{"mandates.csv": "organisation;customer;method;kind;last4\na;12345;pm_12345;card;1234\n"}, []string{"mandates.csv:2 customer customers.fault.shape"}},
	"a customer of two":           {map[string]string{"mandates.csv": "organisation;customer;method;kind;last4\na;cus_12345;pm_12345;card;1234\nb;cus_12345;pm_12346;card;1234\n"}, []string{"mandates.csv:3 customer customers.fault.payer"}},
	"a series that is not ours":   {map[string]string{"series.csv": "series;next\nFAC2026/;12\n"}, []string{"series.csv:2 series customers.fault.series"}},
}

// subscription is a file of one line: key;organisation;offer;interval;invoiced_until;anchor;tier.
func subscription(row string) map[string]string {
	return map[string]string{"subscriptions.csv": "key;organisation;offer;interval;invoiced_until;anchor;tier;addresses\n" + row + ";https://a.example\n"}
}

func merged(a, b map[string]string) map[string]string {
	for name, text := range b {
		a[name] = text
	}
	return a
}

func small(files map[string]string) fstest.MapFS {
	all := fstest.MapFS{
		"organisations.csv": {Data: []byte("key;name\na;Association A\nb;Association B\n")},
		"people.csv":        {Data: []byte("organisation;email;roles\na;ada@old.example;owner\n")},
	}
	for name, text := range files {
		all[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return all
}

func TestEveryMistakeIsToldWithFileLineAndReasonAndNothingIsLoaded(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db)
		before := dump(t, db)
		for name, c := range broken {
			t.Run(name, func(t *testing.T) {
				r, err := customers.Rehearse(ctx, db, small(c.files), options)
				must(t, err)
				var says []string
				for _, f := range r.Faults {
					says = append(says, fmt.Sprintf("%s:%d %s %s", f.File, f.Line, f.Column, f.Wrong.Key))
				}
				if strings.Join(sorted(says), "\n") != strings.Join(sorted(c.says), "\n") {
					t.Errorf("says\n%s\nexpected\n%s", strings.Join(says, "\n"), strings.Join(c.says, "\n"))
				}
				if _, err := customers.Apply(ctx, db, small(c.files), options); err == nil {
					t.Error("it is applied all the same")
				}
			})
		}
		alike(t, "after many mistakes", before, dump(t, db))
	})
}

// TestSeveralMistakesOfALineAreToldInOneOrder, so that two rehearsals of the same folder read alike.
func TestSeveralMistakesOfALineAreToldInOneOrder(t *testing.T) {
	db := storetest.SQLite(t).DB
	world(t, db)
	files := small(map[string]string{"organisations.csv": "key;name;country;registry_number;vat_status;treasurer_email\na;A;France;123;liable;ada\n"})
	for range 10 {
		r, err := customers.Rehearse(ctx, db, files, options)
		must(t, err)
		var columns []string
		for _, f := range r.Faults {
			columns = append(columns, f.Column)
		}
		if want := []string{"country", "treasurer_email", "vat_number"}; !slices.Equal(columns, want) {
			t.Fatalf("%q, want %q", columns, want)
		}
	}
}

func sorted(all []string) []string {
	all = slices.Clone(all)
	slices.Sort(all)
	return all
}

func TestAFolderIsReadAsSpreadsheetsWriteIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db)
		windows, err := charmap.Windows1252.NewEncoder().String("name,key\r\n\"Café, l’été\",a\r\n")
		must(t, err)
		files := small(map[string]string{"organisations.csv": windows, "people.csv": store.Mark + "Roles; E mail ;organisation\nowner;ada@old.example;a\n"})
		files["people.csv"].Data = []byte(strings.Replace(string(files["people.csv"].Data), " E mail ", " EMAIL ", 1))
		r, err := customers.Rehearse(ctx, db, files, options)
		must(t, err)
		if len(r.Faults) > 0 || r.Differences[0].Name != "Café, l’été" || r.Count(customers.AMembership, customers.Made) != 1 {
			t.Errorf("%+v", r)
		}
	})
}

func TestTenThousandLinesAskLittleOfTheDatabase(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db)
		var bodies, places, contracts strings.Builder
		bodies.WriteString("key;name\n")
		places.WriteString("organisation;email;roles\n")
		contracts.WriteString("key;organisation;offer;interval;invoiced_until;addresses\n")
		for i := range 10_000 {
			fmt.Fprintf(&bodies, "o%d;Association %d\n", i, i)
			fmt.Fprintf(&places, "o%d;p%d@old.example;owner\n", i, i)
			if i%4 == 0 {
				fmt.Fprintf(&contracts, "s%d;o%d;ensemble;year;2027-01-01;https://c%d.old.example\n", i, i, i)
			}
		}
		counted, list := store.CountStatements(ctx)
		r, err := customers.Apply(counted, db, fstest.MapFS{
			"organisations.csv": {Data: []byte(bodies.String())}, "people.csv": {Data: []byte(places.String())}, "subscriptions.csv": {Data: []byte(contracts.String())},
		}, options)
		must(t, err)
		if r.Count(customers.AnOrganisation, customers.Made) != 10_000 || len(list.Text) > 250 {
			t.Errorf("%d statements for %d organisations", len(list.Text), r.Count(customers.AnOrganisation, customers.Made))
		}
	})
}

// TestNothingIsBroughtInForAnOrganisationThatWasClosedSince has a folder again that was brought in, with more for an organisation that was closed here.
func TestNothingIsBroughtInForAnOrganisationThatWasClosedSince(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db)
		old := exported(3)
		applied(t, db, old.folder())
		confirmed(t, db)
		must(t, db.Exec("update organisations set closed_at = ? where name = 'Association n° 1'", store.Now(db)).Error)
		must(t, db.Exec("update memberships set until_at = ? where organisation_id = (select id from organisations where name = 'Association n° 1')", store.Now(db)).Error)
		before := count(t, db, "memberships", "until_at is null")
		applied(t, db, old.folder()) // what came before is no fault
		if n := count(t, db, "memberships", "until_at is null"); n != before {
			t.Errorf("%d came back to what was closed", n-before)
		}
		files := old.folder()
		more := func(file, line string) {
			files[file] = &fstest.MapFile{Data: append(files[file].Data, []byte(line+"\n")...)}
		}
		more("people.csv", "org-001;new@old.example;Nouvelle;treasurer;fr")
		more("subscriptions.csv", "s-new;org-001;ensemble;standard;month;;01/01/2024;2026-12-01;1;https://new.old.example")
		more("mandates.csv", "org-001;cus_Old0001;pm_Old0001;sepa;3001;;;RUM-1;2025-02-03")
		r, err := customers.Rehearse(ctx, db, files, options)
		var closed []string
		for _, f := range r.Faults {
			closed = append(closed, f.File+" "+f.Wrong.Key)
		}
		if fmt.Sprint(closed) != "[people.csv customers.fault.closed subscriptions.csv customers.fault.closed mandates.csv customers.fault.closed]" {
			t.Errorf("%v (%v)", closed, err)
		}
	})
}
