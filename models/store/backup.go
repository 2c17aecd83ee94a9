package store

import (
	"archive/tar"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"gorm.io/gorm"
)

const (
	manifestName = "manifest.json"
	contentName  = "database"
)

// Backup writes a copy of the database at address, with a manifest of its rows and sums, to the file path while the portal serves.
// The file is written under a temporary name and renamed when whole (quality.md 3.6). PostgreSQL needs its program pg_dump.
func Backup(ctx context.Context, address, path, release string) (Manifest, error) {
	work, err := os.MkdirTemp(filepath.Dir(path), ".backup-")
	if err != nil {
		return Manifest{}, err
	}
	defer os.RemoveAll(work)
	h, err := Open(ctx, address, Options{})
	if err != nil {
		return Manifest{}, err
	}
	defer h.Close()
	copied := filepath.Join(work, contentName)
	m, err := copyOut(ctx, h, address, copied)
	if err != nil {
		return m, err
	}
	m.Release = release
	if m.SHA256, err = sumOf(copied); err != nil {
		return m, err
	}
	whole := filepath.Join(work, "whole.tar")
	if err := pack(whole, m, copied); err != nil {
		return m, err
	}
	return m, os.Rename(whole, path)
}

// copyOut makes the copy and measures it: SQLite's copy itself, PostgreSQL's inside the snapshot that pg_dump reads.
func copyOut(ctx context.Context, h *Handle, address, target string) (Manifest, error) {
	if h.Kind == SQLite {
		if err := h.DB.WithContext(ctx).Exec("VACUUM INTO ?", target).Error; err != nil {
			return Manifest{}, err
		}
		c, err := openSQLite(target, Options{Now: Clock}, true)
		if err != nil {
			return Manifest{}, err
		}
		defer c.Close()
		return Measure(ctx, c.DB)
	}
	return dumpPostgres(ctx, h, address, target)
}

func dumpPostgres(ctx context.Context, h *Handle, address, target string) (Manifest, error) {
	var m Manifest
	err := InTx(ctx, h.DB, func(tx *gorm.DB) error {
		if err := tx.Exec("set transaction isolation level repeatable read").Error; err != nil {
			return err
		}
		var snapshot string
		if err := tx.Raw("select pg_export_snapshot()").Scan(&snapshot).Error; err != nil {
			return err
		}
		if out, err := exec.CommandContext(ctx, "pg_dump", "-Fc", "--no-owner", "--snapshot", snapshot, "-f", target, "-d", address).CombinedOutput(); err != nil {
			return fmt.Errorf("pg_dump: %w: %s", err, hideAddress(string(out), address))
		}
		var err error
		m, err = Measure(ctx, tx)
		return err
	})
	return m, err
}

// Restore fills the empty database at address from the backup in path, then compares rows and sums with the manifest.
func Restore(ctx context.Context, address, path string) (Manifest, error) {
	work, err := os.MkdirTemp("", "chatiere-restore-")
	if err != nil {
		return Manifest{}, err
	}
	defer os.RemoveAll(work)
	m, err := unpack(path, work)
	if err != nil {
		return m, err
	}
	copied := filepath.Join(work, contentName)
	if sum, err := sumOf(copied); err != nil || sum != m.SHA256 {
		return m, errors.New("this backup is damaged: its content does not match its own sum")
	}
	if err := copyIn(ctx, m, address, copied); err != nil {
		return m, err
	}
	h, err := Open(ctx, address, Options{})
	if err != nil {
		return m, err
	}
	defer h.Close()
	got, err := Measure(ctx, h.DB)
	if err != nil {
		return m, err
	}
	if wrong := m.Differences(got); len(wrong) > 0 {
		return m, fmt.Errorf("the restored database is not what was saved: %s", strings.Join(wrong, "; "))
	}
	return m, nil
}

func copyIn(ctx context.Context, m Manifest, address, copied string) error {
	target, sqlite := strings.CutPrefix(address, "sqlite:")
	if sqlite != (m.Engine == SQLite) {
		return fmt.Errorf("this backup was made with %s; restore it into the same engine", m.Engine)
	}
	if sqlite {
		if _, err := os.Stat(target); err == nil {
			return fmt.Errorf("%s exists already: nothing was changed; name an address that is free", target)
		}
		if err := os.MkdirAll(filepath.Dir(target), 0o700); err != nil {
			return err
		}
		return copyFile(copied, target)
	}
	h, err := Open(ctx, address, Options{})
	if err != nil {
		return err
	}
	tables, err := ownTables(h.DB)
	_ = h.Close()
	if err != nil {
		return err
	}
	if len(tables) > 0 {
		return errors.New("the database is not empty: nothing was changed; name an empty one")
	}
	if out, err := exec.CommandContext(ctx, "pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", "-d", address, copied).CombinedOutput(); err != nil {
		return fmt.Errorf("pg_restore: %w: %s", err, hideAddress(string(out), address))
	}
	return nil
}

// hideAddress keeps the database's password out of messages.
func hideAddress(text, address string) string {
	return strings.ReplaceAll(text, address, "the database")
}

func sumOf(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	sum := sha256.New()
	_, err = io.Copy(sum, f)
	return hex.EncodeToString(sum.Sum(nil)), err
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		_ = out.Close()
		return err
	}
	return errors.Join(out.Sync(), out.Close())
}

func pack(path string, m Manifest, copied string) error {
	out, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer out.Close()
	w := tar.NewWriter(out)
	text, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return err
	}
	if err := w.WriteHeader(&tar.Header{Name: manifestName, Mode: 0o600, Size: int64(len(text)), ModTime: m.At}); err != nil {
		return err
	}
	if _, err := w.Write(text); err != nil {
		return err
	}
	in, err := os.Open(copied)
	if err != nil {
		return err
	}
	defer in.Close()
	size, err := in.Stat()
	if err != nil {
		return err
	}
	if err := w.WriteHeader(&tar.Header{Name: contentName, Mode: 0o600, Size: size.Size(), ModTime: m.At}); err != nil {
		return err
	}
	if _, err := io.Copy(w, in); err != nil {
		return err
	}
	return errors.Join(w.Close(), out.Sync())
}

func unpack(path, dir string) (Manifest, error) {
	var m Manifest
	in, err := os.Open(path)
	if err != nil {
		return m, err
	}
	defer in.Close()
	damaged := errors.New("this is not a whole backup of Chatière")
	r := tar.NewReader(in)
	if head, err := r.Next(); err != nil || head.Name != manifestName {
		return m, damaged
	}
	if err := json.NewDecoder(r).Decode(&m); err != nil {
		return m, damaged
	}
	if head, err := r.Next(); err != nil || head.Name != contentName {
		return m, damaged
	}
	out, err := os.OpenFile(filepath.Join(dir, contentName), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return m, err
	}
	if _, err := io.Copy(out, r); err != nil {
		_ = out.Close()
		return m, damaged
	}
	return m, out.Close()
}
