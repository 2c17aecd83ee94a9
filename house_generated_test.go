package main_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// templatePairs checks that each template has its generated file and the reverse.
func templatePairs(h *tree) []string {
	var wrong []string
	for _, name := range h.ending(".templ") {
		if go_ := strings.TrimSuffix(name, ".templ") + "_templ.go"; !slices.Contains(h.names, go_) {
			wrong = append(wrong, name+": "+go_+" is missing: make generate")
		}
	}
	for _, name := range h.ending("_templ.go") {
		if templ := strings.TrimSuffix(name, "_templ.go") + ".templ"; !slices.Contains(h.names, templ) {
			wrong = append(wrong, name+": there is no "+templ)
		}
	}
	return wrong
}

// freshTemplates generates every template again, in a copy, and compares.
func freshTemplates(h *tree) []string {
	dir, err := os.MkdirTemp("", "house")
	if err != nil {
		return []string{err.Error()}
	}
	defer os.RemoveAll(dir)
	names := h.ending(".templ")
	for _, name := range names {
		if err := copyOut(h, name, dir); err != nil {
			return []string{err.Error()}
		}
	}
	templ, err := tool("templ")
	if err != nil {
		return []string{err.Error()}
	}
	generate := exec.Command(templ, "generate", "-path", ".")
	generate.Dir = dir
	if said, err := generate.CombinedOutput(); err != nil {
		return []string{fmt.Sprintf("templ generate: %v\n%s", err, said)}
	}
	return stale(h, names, dir)
}

// copyOut writes one file of the house below dir.
func copyOut(h *tree, name, dir string) error {
	to := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.WriteFile(to, []byte(h.text(name)), 0o644)
}

// stale names the templates whose committed file is not what was generated now.
func stale(h *tree, names []string, dir string) []string {
	var wrong []string
	for _, name := range names {
		made := strings.TrimSuffix(name, ".templ") + "_templ.go"
		fresh, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(made)))
		if err != nil {
			wrong = append(wrong, err.Error())
			continue
		}
		if withoutPlace(string(fresh)) != withoutPlace(h.text(made)) {
			wrong = append(wrong, made+": stale: make generate")
		}
	}
	return wrong
}

// place is the template's name inside generated code; it depends on the folder templ was called in.
var place = regexp.MustCompile("FileName: `[^`]*`")

// withoutPlace leaves that name out of a comparison.
func withoutPlace(text string) string { return place.ReplaceAllString(text, "") }

// tool builds one of the pinned tools if need be and returns the program's path.
func tool(name string) (string, error) {
	path, err := exec.Command("go", "tool", "-modfile=tools/go.mod", "-n", name).Output()
	if err != nil {
		return "", fmt.Errorf("go tool %s: %w", name, err)
	}
	return strings.TrimSpace(string(path)), nil
}
