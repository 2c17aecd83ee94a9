package handlers

import (
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

// TestThePublicJournalIsInTheOrderOfItsDays: hledger reads it, strictly, where it is installed.
func TestThePublicJournalIsInTheOrderOfItsDays(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		ops := s.spent(t, spends)
		ops.sorts("Banque", url.Values{"purpose": {"services"}}).sorts("Hébergeur Vert", url.Values{"purpose": {"servers"}})
		body := s.visitor("en").visit("/en/transparency.journal").status(200).page.body
		days := regexp.MustCompile(`(?m)^\d{4}-\d{2}-\d{2}`).FindAllString(body, -1)
		if len(days) < 4 || !slices.IsSorted(days) {
			t.Errorf("%v\n%s", days, body)
		}
		hledger, err := exec.LookPath("hledger")
		if err != nil {
			return // the days are checked above
		}
		file := filepath.Join(t.TempDir(), "transparency.journal")
		if err := os.WriteFile(file, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
		if said, err := exec.Command(hledger, "-f", file, "check", "--strict", "ordereddates").CombinedOutput(); err != nil {
			t.Errorf("%v: %s\n%s", err, said, body)
		}
	})
}
