package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chatiere/models/commons/formula"
)

func TestARoundIsRecomputedFromItsFilesWithoutADatabase(t *testing.T) {
	f := formula.Default()
	p := formula.Published{Formula: f.Canonical(), SHA256: f.SHA256(), Pot: 2000, Inputs: &formula.Inputs{Base: 20000, Accrued: 2000, Available: 2000}}
	projects := []formula.Project{{ID: "a", Weight: 3, Eligible: true}, {ID: "b", Weight: 2, Eligible: true}, {ID: "c", Weight: 2, Eligible: true}}
	shares, left := f.Split(p.Pot, projects)
	f.Period.To = "2026-12-31"
	p.Formula, p.SHA256, p.Left = f.Canonical(), f.SHA256(), left
	for i, s := range shares {
		p.Projects = append(p.Projects, formula.Result{ID: s.ID, Name: "Projet " + s.ID, Weight: s.Weight, Eligible: projects[i].Eligible, Outcome: s.Outcome, Cents: s.Cents})
	}
	folder := t.TempDir()
	text, _ := json.Marshal(p)
	table, err := p.CSV()
	if err != nil {
		t.Fatal(err)
	}
	write := func(name string, content []byte) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	write("result.json", text)
	write("result.csv", table)
	out, err := says(t, "recompute", folder)
	if err != nil || strings.Count(out, "8.57  same  Projet a") != 2 || strings.Contains(out, "WRONG") || !strings.Contains(out, f.SHA256()) {
		t.Errorf("%v\n%s", err, out)
	}
	forged := write("forged.csv", []byte(strings.Replace(string(table), "8.57", "9.57", 1)))
	if out, err := says(t, "recompute", forged); err == nil || !strings.Contains(out, "OTHER") || !strings.Contains(out, "WRONG: Projet a receives 8.57, the file says 9.57") {
		t.Errorf("%v\n%s", err, out)
	}
	if _, err := says(t, "recompute", write("other.csv", []byte("a,b\n"))); err == nil {
		t.Error("any table was taken for a round")
	}
	if _, err := says(t, "recompute", filepath.Join(folder, "nothing.json")); err == nil {
		t.Error("a file that is not there was computed")
	}
}
