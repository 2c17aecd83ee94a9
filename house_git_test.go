package main_test

import (
	"os/exec"
	"strings"
	"testing"
)

// TestGitKeepsNoDependencies looks for what npm or a database left in the repository: a link to node_modules that lands takes the
// real folder away from every checkout it reaches. A tree without git has nothing to look at.
func TestGitKeepsNoDependencies(t *testing.T) {
	kept, err := exec.Command("git", "ls-files", "--", "tools/node_modules", "*/node_modules/*", "*.db").Output()
	if err != nil {
		return
	}
	for _, name := range strings.Fields(string(kept)) {
		t.Errorf("%s is in git: git rm -r --cached %s", name, name)
	}
}
