package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// exportedFolder is what a small host brings along.
func exportedFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"organisations.csv": "key;name;city\nlune;Les Amis de la Lune;Lyon\n",
		"people.csv":        "organisation;email;name;roles;language\nlune;selene@lune.example;Séléné;owner;fr\n",
		"balances.csv":      "organisation;kind;number;date;amount\nlune;invoice;2026-77;01/11/2026;120,00\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestCustomersMoveInByRehearsingApplyingAndConfirming(t *testing.T) {
	ownDatabase(t)
	if out, err := says(t, "demo"); err != nil {
		t.Fatal(out, err)
	}
	dir := exportedFolder(t)
	for _, step := range []struct {
		words []string
		says  string
	}{
		{[]string{"--columns"}, "### subscriptions.csv"},
		{[]string{dir}, "Rehearsal: nothing was changed"},
		{[]string{dir, "--rehearse"}, "Les Amis de la Lune"},
		{[]string{dir, "--apply"}, "Nothing goes out until it is confirmed"},
		{[]string{"--undo"}, "Everything was taken back"},
		{[]string{dir, "--apply"}, "Open invoices"},
		{[]string{dir, "--apply"}, "Nothing new"},
		{[]string{"--confirm", "--letters"}, "The people concerned get a letter"},
	} {
		out, err := says(t, append([]string{"import", "customers", "--language", "en"}, step.words...)...)
		if err != nil || !strings.Contains(out, step.says) {
			t.Fatalf("%v: %v\n%s", step.words, err, out)
		}
	}
	if _, err := says(t, "import", "customers", "--language", "en", "--undo"); err == nil || err.Error() != "this move is confirmed: it cannot be undone any more" {
		t.Error(err)
	}
}

func TestAFolderOfCustomersThatIsWrongEndsWithASentence(t *testing.T) {
	ownDatabase(t)
	if out, err := says(t, "demo"); err != nil {
		t.Fatal(out, err)
	}
	dir := exportedFolder(t)
	spoil(t, filepath.Join(dir, "balances.csv"), "120,00", "beaucoup")
	for lang, sentence := range map[string]string{"fr": "« beaucoup » n’est pas un montant", "en": "“beaucoup” is no amount"} {
		out, err := says(t, "import", "customers", dir, "--language", lang)
		if err == nil || !strings.Contains(strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(out), "balances.csv:2 (amount): "+sentence) {
			t.Errorf("%v\n%s", err, out)
		}
	}
	for _, words := range [][]string{{"--apply", "--confirm", dir}, {"--letters", dir}, {}, {filepath.Join(dir, "nowhere")}} {
		if out, err := says(t, append([]string{"import", "customers"}, words...)...); err == nil {
			t.Errorf("%v is taken:\n%s", words, out)
		}
	}
}
