package chatonsinfos

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

func sample(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name + ".properties")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// about is what is known of the samples: one day, and one licence.
func about(c Class) About {
	return About{Class: c, Today: "2026-11-20", Licence: func(id string) bool { return id == "AGPL-3.0-or-later" || id == "MIT OR AGPL-3.0-or-later" }}
}

func TestTheExampleOfTheSpecificationPasses(t *testing.T) {
	for name, want := range map[string]struct {
		class   Class
		percent int
	}{"organization": {Organization, 100}, "nuage": {Service, 100}, "nuage-metrics": {Metrics, 100}} {
		r := Check(Parse([]byte(sample(t, name))), about(want.class))
		if len(r.Findings) > 0 || r.Percent() != want.percent {
			t.Errorf("%s: %d %% %+v", name, r.Percent(), r.Findings)
		}
	}
}

func TestTheExampleIsWrittenAsItWasRead(t *testing.T) {
	for _, name := range []string{"organization", "nuage"} {
		text := sample(t, name)
		if out, err := Emit(Parse([]byte(text))); err != nil || string(out) != text {
			t.Errorf("%v\n%s", err, out)
		}
	}
}

func TestFilesOfOthersAreRead(t *testing.T) {
	text := strings.ReplaceAll(sample(t, "elsewhere"), "ASSOCIATION\n", "ASSOCIATION\r\n")
	f := Parse([]byte("\uFEFF" + text))
	if len(f.Odd) > 0 || f.Class() != Organization {
		t.Fatalf("%+v", f)
	}
	for path, value := range map[string]string{
		"organization.description": "Tester,\net encore", "organization.startdate": "2018-02-01T00:00:00", "organization.type": "ASSOCIATION",
		"subs.blog": "https://exemple.example/chatonsinfos/blog.properties", "subs.cloud": "https://exemple.example/chatonsinfos/cloud.properties",
		"file.datetime": "2021-05-14T15:00:00", "organization.status.description": "",
	} {
		if f.Of(path) != value {
			t.Errorf("%s: %q", path, f.Of(path))
		}
	}
	var found []string
	for _, one := range Check(f, about(Organization)).Findings {
		if one.Case != Wished {
			found = append(found, one.Rule()+" "+one.Path)
		}
	}
	if want := []string{"V5 organization.startdate", "V4 organization.socialnetworks.pixelfeld"}; !slices.Equal(found, want) {
		t.Errorf("%q", found)
	}
}

// spoils changes a sample; what stands for nothing is added at the end.
func spoils(text, was, is string) string {
	if was == "" {
		return text + is + "\n"
	}
	return strings.Replace(text, was, is, 1)
}

func TestEachRuleIsBrokenOnce(t *testing.T) {
	org, service, metrics := sample(t, "organization"), sample(t, "nuage"), sample(t, "nuage-metrics")
	february := "metrics.http.visits.humans.2026.days = " + strings.Repeat(",", 31) + strings.Repeat("1,", 27) + "1"
	for name, is := range map[string]struct {
		class  Class
		text   string
		was    string
		spoilt string
		want   string
	}{
		"a line without the sign":           {Organization, org, "", "bonjour", "V1 no_equals "},
		"a key twice":                       {Organization, org, "", "organization.name = Encore", "V2 twice organization.name"},
		"a section of another class":        {Organization, org, "", "service.name = Chat", "V3 other_section service.name"},
		"a key that nobody knows":           {Organization, org, "", "organization.colour = red", "V4 unknown organization.colour"},
		"a network that nobody knows":       {Organization, org, "", "organization.socialnetworks.minitel = https://minitel.example", "V4 unknown organization.socialnetworks.minitel"},
		"an address that is none":           {Organization, org, "https://chatsdupre.example/\n", "chatsdupre.example\n", "V5 bad_value organization.website"},
		"a date with its time":              {Organization, org, "2021-03-01", "2021-03-01T10:00:00", "V5 bad_value organization.startdate"},
		"an e-mail that is none":            {Service, service, "aide@chatsdupre.example", "aide", "V5 bad_value service.contact.email"},
		"degrees without decimals":          {Organization, org, "46.5000", "46", "V5 bad_value organization.geolocation.latitude"},
		"a number that is none":             {Metrics, metrics, "73", "beaucoup", "V5 bad_value metrics.http.visits.humans.2026.months"},
		"a value of another list":           {Service, service, "= Client", "= client", "V6 not_allowed service.registration"},
		"what is mandatory left empty":      {Organization, org, "= ASSOCIATION", "=", "V7 missing organization.type"},
		"what is mandatory not there":       {Service, service, "host.server.distribution = Debian 12\n", "", "V7 missing host.server.distribution"},
		"what is recommended not there":     {Service, service, "software.version = 31.0.4\n", "", "V7 wished software.version"},
		"another class than the address":    {Organization, org, "= Organization", "= Service", "V8 other_class file.class"},
		"an end before the beginning":       {Organization, org, "status.level = ACTIVE\n", "status.level = AWAY\norganization.enddate = 2020-01-01\n", "V9 ends_first organization.enddate"},
		"running before it begins":          {Service, service, "2021-09-01", "2027-01-01", "V9 future service.startdate"},
		"an end of what still runs":         {Service, service, "", "service.enddate = 2026-10-01", "V10 end_while_on service.enddate"},
		"a pause of what still runs":        {Organization, org, "", "organization.status.description = Déménagement", "V10 words_while_on organization.status.description"},
		"a country that is none":            {Organization, org, "code = FR", "code = fr", "V11 no_country organization.country.code"},
		"a country nobody has heard of":     {Service, service, "code = FR", "code = ZZ", "V11 no_country host.country.code"},
		"a place off the map":               {Organization, org, "46.5000", "146.5000", "V11 off_the_map organization.geolocation.latitude"},
		"a nano computer of a provider":     {Service, service, "= CLOUD", "= NANO", "V13 bad_pair host.server.type"},
		"a machine that is subcontracted":   {Service, spoils(service, "= CLOUD", "= PHYSICAL"), "= HOSTEDSERVER", "= OUTSOURCED", "V13 bad_pair host.server.type"},
		"a licence that is not on the list": {Service, service, "name = AGPL-3.0-or-later", "name = AGPL v3", "V14 no_licence software.license.name"},
		"the page of another licence":       {Service, service, "licenses/AGPL-3.0-or-later.html", "licenses/MIT.html", "V14 licence_apart software.license.url"},
		"a thirteenth month":                {Metrics, metrics, "64,80", "64,80,1,2,3,4", "V15 too_long metrics.http.visits.humans.2026.months"},
		"days that do not make the month":   {Metrics, metrics, "", february, "V16 sum_apart metrics.http.visits.humans.2026.months"},
		"a path that cannot be written":     {Organization, org, "", "organization.na me = x", "V17 changed_by_travel "},
		"somebody's address in a text":      {Organization, org, "Outils libres", "Écrire à ada@exemple.example", "V18 personal organization.description"},
		"somebody's name in an address":     {Organization, org, "https://chatsdupre.example/docs\n", "https://ada@chatsdupre.example/docs\n", "V18 personal organization.guide.user"},
	} {
		text := spoils(is.text, is.was, is.spoilt)
		r := Check(Parse([]byte(text)), about(is.class))
		found := slices.ContainsFunc(r.Findings, func(f Finding) bool { return strings.HasPrefix(f.Rule()+" "+string(f.Case)+" "+f.Path, is.want) })
		warning := strings.HasPrefix(is.want, "V4") || strings.Contains(is.want, "wished")
		if text == is.text || !found || r.Sound() != warning {
			t.Errorf("%s: %+v", name, r.Findings)
		}
	}
	for range 20 { // each time in the same order
		var off []string
		for _, f := range Check(Parse([]byte(strings.NewReplacer("46.5000", "146.5000", "longitude = ", "longitude = 20").Replace(org))), about(Organization)).Findings {
			off = append(off, f.Path)
		}
		if want := []string{"organization.geolocation.latitude", "organization.geolocation.longitude"}; !slices.Equal(off, want) {
			t.Fatalf("%q", off)
		}
	}
	if r := Check(Parse([]byte(strings.Replace(spoils(metrics, "", february), "73,33", "28,33", 1))), about(Metrics)); len(r.Findings) > 0 {
		t.Errorf("days that make the month: %+v", r.Findings)
	}
	several := strings.NewReplacer("name = AGPL-3.0-or-later", "name = MIT OR AGPL-3.0-or-later").Replace(service)
	if r := Check(Parse([]byte(several)), about(Service)); len(r.Findings) > 0 {
		t.Errorf("one of two licences: %+v", r.Findings)
	}
}

func TestWhatLiesAtTheAddressesOfSubs(t *testing.T) {
	org, service, metrics := Parse([]byte(sample(t, "organization"))), Parse([]byte(sample(t, "nuage"))), Parse([]byte(sample(t, "nuage-metrics")))
	const folder = "https://chatsdupre.example/.well-known/chatonsinfos/"
	top := folder + "organization.properties"
	all := func(service Answer) func(string) Answer {
		return func(address string) Answer {
			return map[string]Answer{folder + "nuage.properties": service, folder + "nuage-metrics.properties": {Status: 200, Type: "text/plain; charset=utf-8", File: metrics}, top: {Status: 200, Type: "text/plain", File: org}}[address]
		}
	}
	good := Answer{Status: 200, Type: "text/plain", File: service}
	if found := CheckSubs(top, org, all(good)); len(found) > 0 {
		t.Errorf("%+v", found)
	}
	other := func(path, address string) File {
		f := File{Properties: slices.Clone(org.Properties[:1])}
		f.Say(path, address)
		return f
	}
	back := File{Properties: append(slices.Clone(service.Properties[:len(service.Properties)-1]), Property{Path: "subs.metrics", Value: top})}
	for name, is := range map[string]struct {
		file File
		ask  func(string) Answer
		want Case
	}{
		"an address without a host":     {other("subs.nuage", "/nuage.properties"), all(good), NotSecure},
		"an address that anybody reads": {other("subs.nuage", "http://chatsdupre.example/nuage.properties"), all(good), NotSecure},
		"this machine only":             {other("subs.nuage", "http://127.0.0.1:3000/nuage.properties"), func(string) Answer { return good }, OnlyHere},
		"nothing there":                 {org, all(Answer{Status: 404}), Unreachable},
		"inside a network":              {org, all(Answer{Refused: true}), Refused},
		"a page":                        {org, all(Answer{Status: 200, Type: "text/html", File: service}), NotText},
		"another class":                 {org, all(Answer{Status: 200, Type: "text/plain", File: metrics}), OtherChild},
		"back to the top":               {org, all(Answer{Status: 200, Type: "text/plain", File: back}), Loop},
	} {
		found := CheckSubs(top, is.file, is.ask)
		if !slices.ContainsFunc(found, func(f Finding) bool { return f.Case == is.want && f.Rule() == "V12" }) {
			t.Errorf("%s: %+v", name, found)
		}
	}
}

func TestAFileSaysNothingThatIsEmptyAndKeepsTextsOnOneLine(t *testing.T) {
	var f File
	f.Say("organization.name", " Les <b>Chats</b>\tdu pré ")
	f.Say("organization.logo", "  ")
	f.Say("organization.description", "Deux\r\nlignes \\ et “demie”")
	out, err := Emit(f)
	if want := "# [Organisation]\norganization.name = Les Chats du pré\norganization.description = Deux\\nlignes \\\\ et “demie”\n"; err != nil || string(out) != want {
		t.Errorf("%v\n%s", err, out)
	}
	if _, err := Emit(File{Properties: []Property{{Path: "a b", Value: "c"}}}); err != ErrPath {
		t.Error(err)
	}
}

func TestKeysOfSubsHaveLettersOnly(t *testing.T) {
	for slug, want := range map[string]string{"nuage": "nuage", "mes-notes": "mes_notes", "chat2": "chat_two", "3d-imprimante": "three_d_imprimante"} {
		if got := SubKey(slug); got != want {
			t.Errorf("%s: %s", slug, got)
		}
	}
}

func TestMomentsAreSaidInParisWithoutSayingSo(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	if got := Moment(time.Date(2026, 7, 1, 10, 0, 0, 0, time.UTC), paris); got != "2026-07-01T12:00:00" || !Fits("DATETIME", got) {
		t.Error(got)
	}
}

func TestTheTableIsReadWhole(t *testing.T) {
	if n := len(fields); n != 79 {
		t.Errorf("%d fields", n)
	}
	if got := Values("service.status.level"); !slices.Equal(got, []string{"OK", "WARNING", "ALERT", "ERROR", "OVER", "VOID"}) {
		t.Errorf("%q", got)
	}
	if got := Names("organization.funding"); !slices.Equal(got, []string{"liberapay", "tipeee", "helloasso", "paypal", "custom"}) {
		t.Errorf("%q", got)
	}
	for path, kind := range map[string]string{
		"metrics.http.hits.bots.2026.weeks": "WEEKS", "metrics.http.hits.2026.days": "DAYS", "metrics.http.visits.humans.2026.months": "MONTHS",
		"organization.funding.custom": "URL", "metrics.http.hits.26.days": "", "organization.funding": "",
	} {
		if f, _ := Find(path); f.Type != kind {
			t.Errorf("%s: %q", path, f.Type)
		}
	}
}

// FuzzTravel is V17: whatever is read, what is written and read back says the same.
func FuzzTravel(f *testing.F) {
	for _, name := range []string{"organization", "nuage", "nuage-metrics", "elsewhere"} {
		text, err := os.ReadFile("testdata/" + name + ".properties")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	for _, text := range []string{`a = "b"`, `a = \"b\"`, `a = '\'`, "a = <<br>>", "a=\\n\\", "a = \u00a0x\u2028", "=", "a = '\" \"'", "a.b-c = <b\n>"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		file := Parse(text)
		out, err := Emit(file)
		if err != nil {
			return
		}
		if back := Parse(out); !same(file, back) || len(back.Odd) > 0 {
			t.Errorf("%q\n%q\n%+v\n%+v", text, out, file.said(), back.said())
		}
	})
}
