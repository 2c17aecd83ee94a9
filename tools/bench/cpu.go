package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
)

// ticks is how many units of /proc's times make a second.
var ticks = sync.OnceValue(func() float64 {
	out, err := exec.Command("getconf", "CLK_TCK").Output()
	if n, e := strconv.ParseFloat(strings.TrimSpace(string(out)), 64); err == nil && e == nil {
		return n
	}
	return 100
})

// process is what /proc says of one process; times in ticks.
type process struct {
	pid, parent    int
	own, inherited float64 // its own time, and that of its children that have ended
}

// cpu is the processor time, in seconds, used so far by a process and everything below it: the living by their own
// time, the dead by what the root inherited from them (quality.md M8).
func cpu(root int) float64 {
	all := processes()
	sum := all[root].own + all[root].inherited
	for pid := range all {
		if pid != root && descends(all, pid, root) {
			sum += all[pid].own
		}
	}
	return sum / ticks()
}

// descends reports whether a process lies below root.
func descends(all map[int]process, pid, root int) bool {
	for p, ok := all[pid]; ok && p.parent > 1; p, ok = all[p.parent] {
		if p.parent == root {
			return true
		}
	}
	return false
}

// processes reads every process there is.
func processes() map[int]process {
	all := map[int]process{}
	files, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, file := range files {
		if text, err := os.ReadFile(file); err == nil {
			if p, ok := parseStat(string(text)); ok {
				all[p.pid] = p
			}
		}
	}
	return all
}

// parseStat reads /proc/PID/stat; the name in brackets may hold anything.
func parseStat(text string) (process, bool) {
	pid, err := strconv.Atoi(strings.Fields(text + " ")[0])
	end := strings.LastIndex(text, ")")
	if err != nil || end < 0 {
		return process{}, false
	}
	f := strings.Fields(text[end+1:]) // f[0] is field 3 of proc(5), the state
	if len(f) < 15 {
		return process{}, false
	}
	parent, _ := strconv.Atoi(f[1])
	return process{pid, parent, number(f[11]) + number(f[12]), number(f[13]) + number(f[14])}, true
}

// number reads a figure of /proc.
func number(text string) float64 {
	n, _ := strconv.ParseFloat(text, 64)
	return n
}
