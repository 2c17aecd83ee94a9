// Verdict reads what `go test -json` writes and says it shortly: a line for each package, the whole output of each
// failed test, and at the end the counts. It fails when a test failed, when one was skipped, or when none ran.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
)

// event is one line of `go test -json`.
type event struct {
	Action, Package, Test, Output, ImportPath string
}

// verdict is what has been heard so far.
type verdict struct {
	out     io.Writer
	said    map[string][]string // output by package and test
	skipped []string
	failed  []string
	passed  int
}

func main() {
	v := verdict{out: os.Stdout, said: map[string][]string{}}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		v.hear(lines.Bytes())
	}
	if err := lines.Err(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(v.close())
}

// hear takes one line in; what is no event is passed on as it is.
func (v *verdict) hear(line []byte) {
	var e event
	if err := json.Unmarshal(line, &e); err != nil {
		fmt.Fprintln(v.out, string(line))
		return
	}
	key := e.Package + e.ImportPath + " " + e.Test
	switch e.Action {
	case "output", "build-output":
		v.said[key] = append(v.said[key], e.Output)
		return
	case "build-fail":
		v.tell(key)
	case "pass", "fail", "skip":
		v.conclude(e, key)
	}
	if e.Action != "start" && e.Action != "run" && e.Action != "pause" && e.Action != "cont" {
		delete(v.said, key)
	}
}

// conclude notes how a test or a package ended.
func (v *verdict) conclude(e event, key string) {
	switch {
	case e.Test == "" && e.Action == "fail":
		v.failed = append(v.failed, e.Package)
		v.tell(key)
	case e.Test == "":
		v.closingLine(key)
	case e.Action == "pass":
		v.passed++
	case e.Action == "skip":
		v.skipped = append(v.skipped, e.Package+" "+e.Test)
		v.tell(key)
	default:
		v.failed = append(v.failed, e.Package+" "+e.Test)
		v.tell(key)
	}
}

// tell writes everything that was said under a key.
func (v *verdict) tell(key string) {
	fmt.Fprint(v.out, strings.Join(v.said[key], ""))
}

// closingLine writes go test's own line about a package.
func (v *verdict) closingLine(key string) {
	for _, line := range v.said[key] {
		if strings.HasPrefix(line, "ok ") || strings.HasPrefix(line, "?  ") || strings.Contains(line, "[no test files]") {
			fmt.Fprint(v.out, line)
		}
	}
}

// close says the counts and returns the exit code.
func (v *verdict) close() int {
	fmt.Fprintf(v.out, "%d passed, %d failed, %d skipped\n", v.passed, len(v.failed), len(v.skipped))
	for _, name := range v.failed {
		fmt.Fprintln(v.out, "FAILED ", name)
	}
	for _, name := range v.skipped {
		fmt.Fprintln(v.out, "SKIPPED", name, "(a skipped test is a failed one)")
	}
	if len(v.failed)+len(v.skipped) > 0 || v.passed == 0 {
		return 1
	}
	return 0
}
