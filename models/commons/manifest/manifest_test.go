package manifest_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"chatiere/models/commons/manifest"
)

const sound = `{"version":"v1.0.0","entity":{"type":"group","role":"maintainer","name":"Projet Exemple","email":"tresor@projet.example","description":"We make an editor.",
"webpageUrl":{"url":"https://projet.example"}},
"projects":[{"guid":"editor","name":"Editor","description":"An editor.","webpageUrl":{"url":"https://projet.example/editor"},
"repositoryUrl":{"url":"https://git.example/projet/editor","wellKnown":"https://git.example/.well-known/funding-manifest-urls"},"licenses":["spdx:AGPL-3.0"],"tags":["editor"]}],
"funding":{"channels":[{"guid":"bank","type":"bank","address":"FR76 3000 6000 0112 3456 7890 189","description":""},{"guid":"liberapay","type":"payment-provider","address":"https://liberapay.com/projet","description":""}],
"plans":[{"guid":"any","status":"active","name":"Any","description":"","amount":0,"currency":"EUR","frequency":"monthly","channels":["bank"]}],
"history":[{"year":2025,"income":10,"expenses":5,"taxes":0,"currency":"EUR","description":""}]}}`

const from = "https://projet.example/funding.json"

// changed is the sound manifest with one value at a path set to another.
func changed(t *testing.T, path string, value any) []byte {
	t.Helper()
	var root any
	if err := json.Unmarshal([]byte(sound), &root); err != nil {
		t.Fatal(err)
	}
	at, steps := root, strings.Split(path, ".")
	for i, step := range steps {
		last := i == len(steps)-1
		switch here := at.(type) {
		case map[string]any:
			if last {
				here[step] = value
			}
			at = here[step]
		case []any:
			n := int(step[0] - '0')
			if last {
				here[n] = value
			}
			at = here[n]
		}
	}
	content, err := json.Marshal(root)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func many[T any](n int, one func(int) T) []T {
	all := make([]T, n)
	for i := range all {
		all[i] = one(i)
	}
	return all
}

func TestASoundManifestIsRead(t *testing.T) {
	m, err := manifest.Read([]byte(sound))
	if err != nil || m.Entity.Name != "Projet Exemple" || len(m.Funding.Channels) != 2 {
		t.Fatalf("%v %+v", err, m)
	}
	for _, version := range []string{"1.0.0", "v1.2.3", "1.10.0"} {
		if _, err := manifest.Read(changed(t, "version", version)); err != nil {
			t.Errorf("%s: %v", version, err)
		}
	}
}

func TestAFileOfTheSameNameIsAnotherThing(t *testing.T) {
	for _, text := range []string{`{"drips":{"ethereum":{"ownedBy":"0x1"}}}`, `{"opRetro":{"projectId":"0x2"}}`, `[]`, `"x"`, ``, `{"version":"1.0.0"}`, `{"version":"1.0.0","entity":null}`} {
		if _, err := manifest.Read([]byte(text)); !errors.Is(err, manifest.ErrOther) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestEveryLimitIsKept(t *testing.T) {
	channel := func(i int) any {
		return map[string]any{"guid": fmt.Sprintf("ch-%d", i), "type": "bank", "address": "", "description": ""}
	}
	var first any
	_ = json.Unmarshal([]byte(sound), &first)
	project := first.(map[string]any)["projects"].([]any)[0].(map[string]any)
	projectAs := func(guid string) map[string]any {
		copied := map[string]any{}
		for k, v := range project {
			copied[k] = v
		}
		copied["guid"] = guid
		return copied
	}
	year := map[string]any{"year": 2025, "income": 1, "expenses": 1, "taxes": 0, "currency": "EUR", "description": ""}
	for path, values := range map[string][]any{
		"version":             {"v2.0.0", "1.0", "", "v1.0.0-rc"},
		"entity.type":         {"person", ""},
		"entity.role":         {"boss"},
		"entity.name":         {"x", strings.Repeat("é", 251)},
		"entity.email":        {"", "x", "a b@c.example"},
		"entity.phone":        {strings.Repeat("1", 33)},
		"entity.description":  {"four", strings.Repeat("d", 2001)},
		"entity.webpageUrl":   {map[string]any{"url": "http://projet.example"}, map[string]any{"url": "https://" + strings.Repeat("u", 250)}, map[string]any{"url": "https://a.example", "wellKnown": "x"}},
		"projects":            {[]any{}, many(31, func(i int) any { return projectAs(fmt.Sprintf("guid-%d", i)) }), []any{projectAs("aaa"), projectAs("bbb"), projectAs("aaa")}},
		"projects.0.guid":     {"ab", strings.Repeat("g", 33), "With Blank"},
		"projects.0.licenses": {[]any{}, []any{"AGPL-3.0"}, many(6, func(int) any { return "spdx:MIT" })},
		"projects.0.tags":     {[]any{}, many(11, func(int) any { return "tag" })},
		"funding.channels":    {[]any{}, many(11, channel), []any{channel(1), channel(2), channel(1)}},
		"funding.plans": {[]any{}, many(11, func(i int) any {
			return map[string]any{"guid": fmt.Sprintf("plan-%d", i), "status": "active", "name": "Any", "currency": "EUR", "frequency": "monthly", "channels": []any{"bank"}}
		})},
		"funding.plans.0.name": {"", "ab"},
		"funding.history":      {many(51, func(int) any { return year })},

		"funding.channels.0.type": {"iban"}, "funding.channels.0.address": {strings.Repeat("a", 251)}, "funding.channels.0.description": {strings.Repeat("a", 501)},
		"funding.plans.0.amount": {-1, 1e9 + 1}, "funding.plans.0.currency": {"€", "eur"}, "funding.plans.0.frequency": {"daily"}, "funding.plans.0.status": {"maybe"},
		"funding.plans.0.channels": {[]any{}, []any{"nowhere"}}, "funding.history.0.year": {1800}, "funding.history.0.income": {-5}, "projects.0.description": {"x"},
	} {
		for _, value := range values {
			if _, err := manifest.Read(changed(t, path, value)); !errors.Is(err, manifest.ErrWrong) {
				t.Errorf("%s = %.60v: %v", path, value, err)
			}
		}
	}
	if _, err := manifest.Read(append([]byte(sound), make([]byte, manifest.MaxBytes)...)); !errors.Is(err, manifest.ErrWrong) {
		t.Errorf("too large: %v", err)
	}
	if _, err := manifest.Read(changed(t, "funding.history", many(50, func(int) any { return year }))); err != nil {
		t.Errorf("fifty years and one plan: %v", err) // the reference library compares them with the plans
	}
}

func TestAnAddressIsProvenByItsOwnHostOnly(t *testing.T) {
	for name, c := range map[string]struct {
		a    manifest.Address
		from string
		want manifest.Proof
	}{
		"below it":            {manifest.Address{URL: "https://projet.example"}, from, manifest.Proof{Held: true}},
		"in its folder":       {manifest.Address{URL: "https://pages.example/projet"}, "https://pages.example/projet/funding.json", manifest.Proof{Held: true}},
		"in another's folder": {manifest.Address{URL: "https://pages.example/projet"}, "https://pages.example/projeteur/funding.json", manifest.Proof{}},
		"listed":              {manifest.Address{URL: "https://git.example/p", WellKnown: "https://git.example" + manifest.Path}, from, manifest.Proof{List: "https://git.example" + manifest.Path}},
		"listed elsewhere":    {manifest.Address{URL: "https://git.example/p", WellKnown: "https://evil.example" + manifest.Path}, from, manifest.Proof{}},
		"in the repository":   {manifest.Address{URL: "https://github.com/a/b", WellKnown: "https://github.com/a/b/blob/main" + manifest.Path}, from, manifest.Proof{List: "https://github.com/a/b/blob/main" + manifest.Path}},
		"in a neighbour's":    {manifest.Address{URL: "https://github.com/a/b", WellKnown: "https://github.com/evil/x/blob/main" + manifest.Path}, from, manifest.Proof{}},
		"another file":        {manifest.Address{URL: "https://git.example/p", WellKnown: "https://git.example/list"}, from, manifest.Proof{}},
		"no list":             {manifest.Address{URL: "https://git.example/p"}, from, manifest.Proof{}},
	} {
		c.want.Of = c.a.URL
		if got := manifest.ProofOf(c.a, c.from); got != c.want {
			t.Errorf("%s: %+v", name, got)
		}
	}
	list := strings.Repeat("https://other.example/funding.json\n", 99) + from + "\n"
	if !manifest.Lists([]byte(list), from) || manifest.Lists([]byte("x\n"+list), from) || manifest.Lists([]byte(from+"?x"), from) {
		t.Error("the first hundred lines, the exact address")
	}
	if got := manifest.Raw("https://github.com/a/b/blob/main/.well-known/funding-manifest-urls"); got != "https://raw.githubusercontent.com/a/b/main/.well-known/funding-manifest-urls" {
		t.Error(got)
	}
}

func TestWhatAManifestPaysIsCompared(t *testing.T) {
	m, _ := manifest.Read([]byte(sound))
	for address, want := range map[string]bool{"FR7630006000011234567890189": true, "https://liberapay.com/projet/": true, "FR7630006000011234567890188": false, "bank": false, "": false} {
		if m.Pays(address) != want {
			t.Errorf("%q: %v", address, !want)
		}
	}
	if n := len(m.Addresses()); n != 3 {
		t.Errorf("%d addresses", n)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(sound))
	f.Fuzz(func(_ *testing.T, content []byte) {
		if m, err := manifest.Read(content); err == nil {
			for _, a := range m.Addresses() {
				manifest.ProofOf(a, from)
			}
		}
	})
}
