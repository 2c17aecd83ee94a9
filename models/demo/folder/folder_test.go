package folder_test

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"chatiere/models/demo/folder"
)

// small is a folder that is right in every way; tests spoil one thing in it.
func small(t *testing.T) fstest.MapFS {
	t.Helper()
	copied := fstest.MapFS{}
	root := os.DirFS("testdata/small")
	err := fs.WalkDir(root, ".", func(file string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		raw, err := fs.ReadFile(root, file)
		copied[file] = &fstest.MapFile{Data: raw}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return copied
}

func TestARightFolderIsReadWhole(t *testing.T) {
	c, err := folder.Read(small(t))
	if err != nil {
		t.Fatal(err)
	}
	if c.Profile.Name != "La Petite" || c.Offers[0].Tiers[0] != (folder.Tier{Key: "standard", Monthly: 1250, Yearly: 12500}) {
		t.Errorf("read %+v, %+v", c.Profile, c.Offers[0].Tiers)
	}
	if got := c.Services[0].Versions["en"].Body; got != "Body." {
		t.Errorf("body %q", got)
	}
	news := c.Texts[slices.IndexFunc(c.Texts, func(x folder.Text) bool { return x.Kind == folder.News })]
	if news.Ref != "open" || news.Date.Format("2006-01-02") != "2026-10-05" {
		t.Errorf("news %q of %s", news.Ref, news.Date)
	}
	if len(c.Story.Tickets[0].Messages) != 2 || len(c.People.Users) != 3 || len(c.Charter) != 1 {
		t.Errorf("story %+v", c.Story)
	}
}

func TestEachMistakeIsNamedWithFileLineAndReason(t *testing.T) {
	type spoiled struct {
		file, old, new string
		key, want      string
	}
	for name, s := range map[string]spoiled{
		"bad TOML": {
			"offers/notes.toml", `entry = "direct"`, `entry = direct`, folder.BadTOML,
			`offers/notes.toml:2: this is not valid TOML`,
		},
		"unknown key": {
			"offers/notes.toml", "storage_gb", "storage_go", folder.UnknownKey,
			`offers/notes.toml:4: storage_go is not a key that is known here`,
		},
		"unknown key in a list": {
			"story.toml", "after_hours = 2", "after_minutes = 2", folder.UnknownKey,
			`story.toml:41: tickets.messages.after_minutes is not a key that is known here`,
		},
		"unknown key in front matter": {
			"help/signing-in.fr.md", "topic", "topics", folder.UnknownKey,
			`help/signing-in.fr.md:4: topics is not a key that is known here`,
		},
		"front matter left open": {
			"help/signing-in.fr.md", "2026-11-25\n+++", "2026-11-25", folder.BadFrontMatter,
			`help/signing-in.fr.md:1: the front matter is not closed by a line of +++`,
		},
		"no front matter": {
			"help/signing-in.fr.md", "+++\ntitle", "title", folder.BadFrontMatter,
			`help/signing-in.fr.md:1: the first line must be +++ and open the front matter`,
		},
		"bad TOML in front matter": {
			"help/signing-in.fr.md", `"Sign in"`, `"Sign in`, folder.BadTOML,
			`help/signing-in.fr.md:2: this is not valid TOML`,
		},
		"missing language": {
			"help/signing-in.en.md", "", "", folder.MissingText,
			`help/signing-in.en.md: this text is missing in en`,
		},
		"missing language of a service": {
			"services/notes.en.md", "", "", folder.MissingText,
			`services/notes.en.md: this text is missing in en`,
		},
		"missing words": {
			"upstreams/hedgedoc.toml", `en = "No place to give was found."`, "", folder.MissingText,
			`upstreams/hedgedoc.toml:11: funding_note is missing in en`,
		},
		"duplicate ref": {
			"people.toml", `ref = "bob"`, `ref = "ada"`, folder.Duplicate,
			`people.toml:9: "ada" is there twice`,
		},
		"duplicate tier": {
			"offers/notes.toml", "yearly_cents = 12500", "yearly_cents = 1\n[[tiers]]\nkey = \"standard\"\nmonthly = \"1\"\nyearly = \"1\"", folder.Duplicate,
			`offers/notes.toml:11: the tier "standard" is there twice`,
		},
		"unknown service": {
			"offers/notes.toml", `["notes"]`, `["notes", "chat"]`, folder.UnknownService,
			`offers/notes.toml:1: there is no service "chat" (services/chat.toml)`,
		},
		"unknown service in a guide": {
			"guides/leaving.fr.md", `service = "notes"`, `service = "note"`, folder.UnknownService,
			`guides/leaving.fr.md:9: there is no service "note"`,
		},
		"price with three places": {
			"offers/notes.toml", `"12.50"`, `"12.505"`, folder.BadAmount,
			`offers/notes.toml:8: tiers[0].monthly: "12.505" has more than two decimal places`,
		},
		"unquoted price with three places": {
			"offers/notes.toml", `"12.50"`, `12.505`, folder.BadAmount,
			`offers/notes.toml:8: tiers[0].monthly: "12.505" has more than two decimal places`,
		},
		"cents with places": {
			"offers/notes.toml", `= 12500`, `= 125.0`, folder.BadAmount,
			`offers/notes.toml:9: tiers[0].yearly_cents: cents are a whole number`,
		},
		"price in words": {
			"offers/notes.toml", `"12.50"`, `"douze"`, folder.BadAmount,
			`offers/notes.toml:8: tiers[0].monthly: "douze" is not an amount; write euros like 12.50`,
		},
		"price written twice": {
			"offers/notes.toml", `yearly_cents = 12500`, "yearly_cents = 12500\nyearly = \"125\"", folder.BadAmount,
			`offers/notes.toml:10: tiers[0].yearly is written twice, in euros and in cents`,
		},
		"wrong locale of a file": {
			"help/signing-in.de.md", "", "+++\ntitle=\"x\"\nsummary=\"x\"\ntopic=\"x\"\nreviewed_on=2026-11-25\n+++\nText.", folder.WrongLocale,
			`help/signing-in.de.md: "de" is not a language of this collective (fr, en)`,
		},
		"wrong locale of a person": {
			"people.toml", `locale = "en"`, `locale = "english"`, folder.WrongLocale,
			`people.toml:12: "english" is not a language of this collective (fr, en)`,
		},
		"missing file": {
			"collective.toml", "", "", folder.MissingFile,
			`collective.toml: this file is missing`,
		},
		"missing TOML of a service": {
			"services/notes.toml", "", "", folder.MissingFile,
			`services/notes.toml: this file is missing, though there are texts about it`,
		},
		"file in the wrong place": {
			"service/notes.toml", "", "need = \"write\"", folder.UnknownFile,
			`service/notes.toml: no file of this name is expected here`,
		},
		"dangling upstream": {
			"services/notes.toml", `"hedgedoc"`, `"etherpad"`, folder.Dangling,
			`services/notes.toml:1: there is no upstream "etherpad" (upstreams/etherpad.toml)`,
		},
		"dangling member": {
			"people.toml", `user = "bob"`, `user = "bobby"`, folder.Dangling,
			`people.toml:29: there is no user "bobby"`,
		},
		"dangling tier": {
			"story.toml", `tier = "standard"`, `tier = "symbolic"`, folder.Dangling,
			`story.toml:5: the offer "notes" has no tier "symbolic"`,
		},
		"words about a tier that is not there": {
			"offers/notes.fr.md", "[tiers.standard]", "[tiers.symbolic]\nname = \"x\"\n[tiers.standard]", folder.Dangling,
			`offers/notes.fr.md:6: the offer has no tier "symbolic"`,
		},
		"unknown word": {
			"offers/notes.toml", `"direct"`, `"open"`, folder.UnknownWord,
			`offers/notes.toml:2: entry is "open"; it can be direct, reviewed`,
		},
		"wrong IBAN": {
			"collective.toml", "189\"", "188\"", folder.BadValue,
			`collective.toml:25: "FR76 3000 6000 0112 3456 7890 188" is not a valid IBAN`,
		},
		"wrong SIREN": {
			"collective.toml", "123 456 782", "123 456 789", folder.BadValue,
			`collective.toml:18: "123 456 789" cannot be a siren`,
		},
		"rate without registration": {
			"collective.toml", "from = 2024-01-01", "from = 2024-01-01\nvat_basis_points = 2000", folder.BadValue,
			`collective.toml:29: vat_basis_points goes with vat_registered, and only with it`,
		},
		"wrong date": {
			"charter.toml", "2026-11-25", `"25 novembre"`, folder.BadTOML,
			`charter.toml:6: this is not valid TOML: a date is written 2026-11-25, without quotes`,
		},
		"hours told as money": {
			"story.toml", "minutes = 60", "cents = 6000", folder.BadAmount,
			`story.toml:14: a contribution of the kind "doc" is told in minutes, above 0`,
		},
		"attesting one's own contribution": {
			"story.toml", `["ada"]`, `["bob"]`, folder.BadValue,
			`story.toml:12: the contributor, who attests and who decides are three different people`,
		},
		"link that leads nowhere": {
			"help/signing-in.fr.md", "Write to", "See [notes](service:note). Write to", folder.Dangling,
			`help/signing-in.fr.md:7: the link service:note leads nowhere`,
		},
		"a paragraph too many in a translation": {
			"help/signing-in.en.md", "{{collective.email}}.", "{{collective.email}}.\n\nAgain.", folder.BadValue,
			`help/signing-in.en.md:9: the paragraph “Again.” is not in help/signing-in.fr.md, which ends before`,
		},
		"another block in a translation": {
			"help/signing-in.en.md", "Write to", "# Write to", folder.BadValue,
			`help/signing-in.en.md:7: the heading “Write to {{collective.email}}.” stands where help/signing-in.fr.md has the paragraph “Write to {{collective.email}}.”`,
		},
		"a translation that ends too soon": {
			"help/signing-in.fr.md", "{{collective.email}}.", "{{collective.email}}.\n\nEncore.", folder.BadValue,
			`help/signing-in.en.md:7: the text ends here, but help/signing-in.fr.md goes on with the paragraph “Encore.”`,
		},
		"an item too few in a translation": {
			"services/notes.en.md", `lose = [`, `lose = ["One more", `, folder.BadValue,
			`services/notes.en.md:5: lose has 2 items here and 1 in services/notes.fr.md`,
		},
		"unknown placeholder": {
			"help/signing-in.fr.md", "collective.email", "collective.mail", folder.BadPlaceholder,
			`help/signing-in.fr.md:7: {{collective.mail}} is not something that can be filled in`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			files := small(t)
			spoil(t, files, s.file, s.old, s.new)
			_, err := folder.Read(files)
			mistakes, ok := err.(folder.Mistakes)
			if !ok {
				t.Fatalf("no mistakes, but %v", err)
			}
			found := slices.ContainsFunc(mistakes, func(m folder.Mistake) bool {
				return m.Key == s.key && strings.HasPrefix(m.String(), s.want)
			})
			if !found {
				t.Errorf("want %s\ngot  %v", s.want, mistakes)
			}
		})
	}
}

// spoil replaces words of a file; without words to find, the file is taken away or, with new, written.
func spoil(t *testing.T, files fstest.MapFS, file, old, new string) {
	t.Helper()
	switch {
	case old == "" && new == "":
		delete(files, file)
	case old == "":
		files[file] = &fstest.MapFile{Data: []byte(new)}
	default:
		text := string(files[file].Data)
		if !strings.Contains(text, old) {
			t.Fatalf("%s does not say %q", file, old)
		}
		files[file] = &fstest.MapFile{Data: []byte(strings.Replace(text, old, new, 1))}
	}
}

func TestAllMistakesComeAtOnceAndNothingIsHalfRead(t *testing.T) {
	files := small(t)
	spoil(t, files, "people.toml", `kind = "association"`, `kind = "club"`)
	spoil(t, files, "offers/notes.toml", `"12.50"`, `"1.234"`)
	spoil(t, files, "charter.toml", `status = "met"`, `status = "kept"`)
	c, err := folder.Read(files)
	want := []string{
		`charter.toml:4: duties[0].status is "kept"; it can be met, partly, not, not_applicable`,
		`offers/notes.toml:8: tiers[0].monthly: "1.234" has more than two decimal places`,
		`people.toml:24: organisations[0].kind is "club"; it can be association, informal, network, company, public_body`,
	}
	if err == nil || err.Error() != strings.Join(want, "\n") {
		t.Errorf("got\n%v", err)
	}
	if c.Profile.Name != "" || c.People.Users != nil {
		t.Error("something was handed out")
	}
}

func TestNumbersAreCheckedByTheirKeys(t *testing.T) {
	for iban, valid := range map[string]bool{
		"FR7630006000011234567890189": true, "FR7630006000011234567890188": false, "FR76": false, "": false,
		"DE89 3704 0044 0532 0130 00": true, "fr7630006000011234567890189": false,
	} {
		if folder.ValidIBAN(iban) != valid {
			t.Errorf("IBAN %q: valid should be %v", iban, valid)
		}
	}
	for siren, valid := range map[string]bool{"732829320": true, "732829321": false, "73282932": false, "73282932X": false} {
		if folder.ValidSIREN(siren) != valid {
			t.Errorf("SIREN %q: valid should be %v", siren, valid)
		}
	}
}

func TestPlaceholdersAreFilledAndUnknownOnesStay(t *testing.T) {
	got := folder.Fill("{{ collective.name }}, {{collective.url}}", map[string]string{"collective.name": "La Petite"})
	if got != "La Petite, {{collective.url}}" {
		t.Error(got)
	}
	p := folder.Profile{Redistribution: folder.Redistribution{BasisPoints: 550}}
	if p.Values("fr")["collective.redistributed_share"] != "5,5\u00a0%" || p.Values("en")["collective.redistributed_share"] != "5.5%" {
		t.Error(p.Values("fr"), p.Values("en"))
	}
}

func TestLinksNameWhatTheyLeadTo(t *testing.T) {
	got := folder.ReplaceLinks("[a](service:chat) [b](https://x.example)", func(kind, ref string) string { return "/fr/" + kind + "s/" + ref })
	if got != "[a](/fr/services/chat) [b](https://x.example)" {
		t.Error(got)
	}
}

func FuzzSplitFrontMatter(f *testing.F) {
	for _, seed := range []string{"+++\na = 1\n+++\nText", "+++\n+++", "+++", "", "+++\r\na=1\r\n+++\r\n", "\ufeff+++ \n+++ \nx", "+++\n++++\n+++\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		front, body, err := folder.SplitFrontMatter(text)
		if err != nil && front+body != "" {
			t.Errorf("an error and also %q, %q", front, body)
		}
		if err == nil && len(front)+len(body) > len(text) {
			t.Errorf("longer than what was given: %q, %q", front, body)
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add("+++\ntitle = \"x\"\n+++\nText {{x}}", "[[tiers]]\nmonthly = \"1\"\n[[tiers.x]]\ny = [\n1,\n]")
	f.Add("+++\n[[rows]]\ntoday = '''\na'''\n+++\n", "a.b = { c = [ { d = \"\\\"\" } ] }")
	f.Fuzz(func(t *testing.T, markdown, toml string) {
		_, _ = folder.Read(fstest.MapFS{
			"guides/a.fr.md": {Data: []byte(markdown)}, "offers/a.fr.md": {Data: []byte(markdown)},
			"offers/a.toml": {Data: []byte(toml)}, "collective.toml": {Data: []byte("languages = [\"fr\"]")}, "story.toml": {Data: []byte(toml)},
		})
	})
}
