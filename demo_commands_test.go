package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chatiere/models/store"
)

// says runs the program with some words, on a database of its own, and returns what it printed and the error it would end with.
func says(t *testing.T, words ...string) (string, error) {
	t.Helper()
	c := root()
	var out bytes.Buffer
	c.SetOut(&out)
	c.SetArgs(words)
	err := c.ExecuteContext(context.Background())
	return out.String(), err
}

func ownDatabase(t *testing.T) string {
	t.Helper()
	address := "sqlite:" + filepath.Join(t.TempDir(), "chatiere.db")
	t.Setenv("DATABASE_URL", address)
	t.Setenv("LOG_LEVEL", "error")
	return address
}

func TestTheDemoIsLoadedOnceAndTellsItsAccounts(t *testing.T) {
	ownDatabase(t)
	first, err := says(t, "demo", "--months", "2")
	if err != nil || !strings.Contains(first, "Loaded: ") || !strings.Contains(first, "ada@fee.example") || !strings.Contains(first, demoPassword) {
		t.Fatal(first, err)
	}
	again, err := says(t, "demo", "--months", "2")
	if err != nil || !strings.Contains(again, "Nothing new") {
		t.Fatal(again, err)
	}
}

func TestProductionHasNoDemo(t *testing.T) {
	address := ownDatabase(t)
	t.Setenv("CHATIERE_ENV", "production")
	t.Setenv("SECRET_KEY", strings.Repeat("x", 40))
	t.Setenv("BASE_URL", "https://portail.example")
	if out, err := says(t, "demo"); err == nil || !strings.Contains(err.Error(), "development") {
		t.Fatal(out, err)
	}
	s, err := read()
	if err != nil {
		t.Fatal(err)
	}
	h, err := store.Open(context.Background(), address, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	if err := demoOnFirstStart(context.Background(), s, h); err != nil {
		t.Fatal(err)
	}
	var n int64
	if err := h.DB.Table("users").Count(&n).Error; err != nil || n != 0 {
		t.Fatal(n, err)
	}
}

func TestAWrongFolderIsToldWithFileLineAndReasonAndNothingIsLoaded(t *testing.T) {
	address := ownDatabase(t)
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("models/demo/folder/testdata/small")); err != nil {
		t.Fatal(err)
	}
	spoil(t, filepath.Join(dir, "offers", "notes.toml"), `"12.50"`, `"douze"`)
	spoil(t, filepath.Join(dir, "help", "signing-in.en.md"), "Write to", "# Write to")
	_, err := says(t, "import", dir)
	if err == nil || !strings.Contains(err.Error(), "2 to mend") || !strings.Contains(err.Error(), "offers/notes.toml:8: ") || !strings.Contains(err.Error(), "help/signing-in.en.md:7: ") {
		t.Fatal(err)
	}
	if _, err := os.Stat(strings.TrimPrefix(address, "sqlite:")); err == nil {
		t.Fatal("the database was touched")
	}
	spoil(t, filepath.Join(dir, "offers", "notes.toml"), `"douze"`, `"12.50"`)
	spoil(t, filepath.Join(dir, "help", "signing-in.en.md"), "# Write to", "Write to")
	spoil(t, filepath.Join(dir, "upstreams", "hedgedoc.toml"), `license = "`, `license = "not SPDX at all! `)
	if _, err := says(t, "import", dir); err == nil || !strings.Contains(err.Error(), "upstreams/hedgedoc.toml:2: ") {
		t.Fatal(err)
	}
	spoil(t, filepath.Join(dir, "upstreams", "hedgedoc.toml"), "not SPDX at all! ", "")
	if out, err := says(t, "import", dir); err != nil || !strings.Contains(out, "Loaded: ") {
		t.Fatal(out, err)
	}
}

func spoil(t *testing.T, file, old, new string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(text), old) {
		t.Fatal(file, "does not say", old, err)
	}
	if err := os.WriteFile(file, []byte(strings.Replace(string(text), old, new, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
}
