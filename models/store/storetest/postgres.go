package storetest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"chatiere/models/store"
)

// cluster is the PostgreSQL of one test binary: no TCP port, so that packages run side by side.
var cluster struct {
	once   sync.Once
	dir    string
	server *exec.Cmd
	err    error
}

// PostgresAddress makes a fresh migrated database from the template and returns its address.
func PostgresAddress(t testing.TB) string {
	t.Helper()
	return newDatabase(t, " TEMPLATE chatiere_template STRATEGY file_copy")
}

// EmptyPostgresAddress makes a database without any table.
func EmptyPostgresAddress(t testing.TB) string {
	t.Helper()
	return newDatabase(t, "")
}

func newDatabase(t testing.TB, from string) string {
	t.Helper()
	cluster.once.Do(startPostgres)
	if cluster.err != nil {
		t.Fatalf("PostgreSQL for the tests: %v (CHATIERE_QUICK=1 runs SQLite only)", cluster.err)
	}
	name := fmt.Sprintf("t%d", counter.Add(1))
	if err := run("CREATE DATABASE " + name + from); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = run("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)") })
	return address(name)
}

func address(name string) string {
	return "postgres://postgres@/" + name + "?host=" + cluster.dir
}

func run(statement string) error {
	h, err := store.Open(context.Background(), address("postgres"), store.Options{})
	if err != nil {
		return err
	}
	defer h.Close()
	_, err = h.SQL.Exec(statement)
	return err
}

// roomy is where the tests' cluster lives: in memory where there is enough of it, because each test makes a database of more than a
// thousand files.
func roomy() string {
	const memory, enough = "/dev/shm", 4 << 30
	var free syscall.Statfs_t
	if err := syscall.Statfs(memory, &free); err == nil && free.Bavail*uint64(free.Bsize) > enough {
		return memory
	}
	return "/tmp"
}

func startPostgres() {
	bin, err := postgresPrograms()
	if err != nil {
		cluster.err = err
		return
	}
	if cluster.dir, cluster.err = os.MkdirTemp(roomy(), "chpg"); cluster.err != nil {
		return
	}
	who, err := unprivileged(cluster.dir)
	if err != nil {
		cluster.err = err
		return
	}
	data := filepath.Join(cluster.dir, "d")
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
	initdb.SysProcAttr, initdb.Dir = who, cluster.dir
	if out, err := initdb.CombinedOutput(); err != nil {
		cluster.err = fmt.Errorf("initdb: %w: %s", err, out)
		return
	}
	server := exec.Command(filepath.Join(bin, "postgres"), "-D", data, "-c", "listen_addresses=", "-c", "unix_socket_directories="+cluster.dir,
		"-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "max_connections=100", "-c", "log_min_messages=panic")
	server.SysProcAttr, server.Dir = who, cluster.dir
	if cluster.err = server.Start(); cluster.err != nil {
		return
	}
	cluster.server = server
	cluster.err = makePostgresTemplate()
}

func makePostgresTemplate() error {
	var err error
	for range 1200 { // a minute: the machine may be busy with others
		if err = run("SELECT 1"); err == nil {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if err != nil {
		return err
	}
	if err = run("CREATE DATABASE chatiere_template"); err != nil {
		return err
	}
	_, err = store.Migrate(context.Background(), address("chatiere_template"))
	return err
}

// postgresPrograms finds initdb and postgres: Debian keeps them outside PATH.
func postgresPrograms() (string, error) {
	var places []string
	if out, err := exec.Command("pg_config", "--bindir").Output(); err == nil {
		places = append(places, strings.TrimSpace(string(out)))
	}
	versions, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	for i := len(versions) - 1; i >= 0; i-- {
		places = append(places, versions[i])
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		places = append(places, filepath.Dir(path))
	}
	for _, dir := range places {
		if _, err := os.Stat(filepath.Join(dir, "initdb")); err == nil {
			return dir, nil
		}
	}
	return "", fmt.Errorf("no initdb found: install PostgreSQL 15 or newer")
}

// unprivileged gives dir to an account that initdb accepts: it refuses root.
func unprivileged(dir string) (*syscall.SysProcAttr, error) {
	attr := &syscall.SysProcAttr{Pdeathsig: syscall.SIGQUIT}
	if os.Getuid() != 0 {
		return attr, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, _ := strconv.ParseUint(u.Uid, 10, 32)
		gid, _ := strconv.ParseUint(u.Gid, 10, 32)
		if err := os.Chown(dir, int(uid), int(gid)); err != nil {
			return nil, err
		}
		attr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		return attr, nil
	}
	return nil, fmt.Errorf("no unprivileged account to run PostgreSQL under")
}

func stopPostgres() {
	if cluster.server != nil {
		_ = cluster.server.Process.Signal(syscall.SIGQUIT)
		_ = cluster.server.Wait()
	}
	if cluster.dir != "" {
		_ = os.RemoveAll(cluster.dir)
	}
}
