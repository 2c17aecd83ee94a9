package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// server is a program under test, on a loopback port, on core 0.
type server struct {
	address string
	cmd     *exec.Cmd
	log     string
	ready   time.Duration // until the first answer
}

// startPortal starts the portal as in production, web and worker in one process, on a free port, and waits for its first page.
func startPortal(ctx context.Context, dir, program, database string) (*server, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	s := &server{address: "http://localhost:" + port, log: filepath.Join(dir, "portal-"+port), cmd: pinned(ctx, "0", program)}
	s.cmd.Env = append(os.Environ(), "CHATIERE_ENV=production", "SECRET_KEY=only-for-the-bench-only-for-the-bench", "GOMAXPROCS=1",
		"PORT="+port, "BASE_URL="+s.address, "DATABASE_URL="+database, "PAGE_LIMIT=1000000")
	return s, s.start(ctx, "/fr/", 60*time.Second)
}

// startNginx serves the pages' bytes from files: one worker, no log, nothing compressed.
func startNginx(ctx context.Context, dir string, pages []page) (*server, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(dir, 0o755); err != nil { // its worker may be another account than ours
		return nil, err
	}
	for i, p := range pages {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.html", i)), p.body, 0o644); err != nil {
			return nil, err
		}
	}
	config := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(config, []byte(nginxConfig(dir, port)), 0o644); err != nil {
		return nil, err
	}
	program, err := exec.LookPath("nginx")
	if err != nil {
		program = "/usr/sbin/nginx"
	}
	s := &server{
		address: "http://localhost:" + port, log: filepath.Join(dir, "nginx.log"),
		cmd: pinned(ctx, "0", program, "-c", config, "-p", dir, "-e", "stderr"),
	}
	return s, s.start(ctx, "/0.html", 10*time.Second)
}

// nginxConfig keeps everything nginx writes below dir, so that it runs for anybody.
func nginxConfig(dir, port string) string {
	temporary := ""
	for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		temporary += fmt.Sprintf("  %s_temp_path %s/%s;\n", kind, dir, kind)
	}
	return fmt.Sprintf(`daemon off;
worker_processes 1;
pid %[1]s/nginx.pid;
events { worker_connections 1024; }
http {
%[3]s  types { text/html html; }
  access_log off; sendfile on; open_file_cache max=100; keepalive_requests 10000000;
  server { listen 127.0.0.1:%[2]s; root %[1]s; }
}
`, dir, port, temporary)
}

// pinned prepares a command on one core, that ends with us.
func pinned(ctx context.Context, core string, command ...string) *exec.Cmd {
	if _, err := exec.LookPath("taskset"); err == nil {
		command = append([]string{"taskset", "-c", core}, command...)
	}
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 10 * time.Second
	return cmd
}

// start runs the command until path answers.
func (s *server) start(ctx context.Context, path string, patience time.Duration) error {
	log, err := os.Create(s.log)
	if err != nil {
		return err
	}
	defer log.Close()
	s.cmd.Stdout, s.cmd.Stderr = log, log
	began := time.Now()
	if err := s.cmd.Start(); err != nil {
		return err
	}
	for time.Since(began) < patience && ctx.Err() == nil {
		if answer, err := http.Get(s.address + path); err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				s.ready = time.Since(began)
				return nil
			}
		}
		time.Sleep(10 * time.Millisecond)
	}
	s.stop()
	said, _ := os.ReadFile(s.log)
	return fmt.Errorf("%s does not answer at %s%s:\n%s", strings.Join(s.cmd.Args, " "), s.address, path, said[max(0, len(said)-4096):])
}

// stop ends the program and waits for it.
func (s *server) stop() {
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	done := make(chan struct{})
	go func() { _ = s.cmd.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		_ = s.cmd.Process.Kill()
		<-done
	}
}

// kill ends the program as a power cut would.
func (s *server) kill() {
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
}

// memory is the resident memory in MB.
func (s *server) memory() float64 {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	_, rest, _ := strings.Cut(string(text), "VmRSS:")
	kilobytes, _ := strconv.ParseFloat(strings.Fields(rest + " 0")[0], 64)
	return kilobytes / 1024
}

// freePort asks the system for a free port on loopback.
func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, err
}
