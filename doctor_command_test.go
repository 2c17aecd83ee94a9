package main

import (
	"context"
	"strings"
	"testing"

	"chatiere/models/store"
	"chatiere/models/store/storetest"
)

func TestTheDoctorSaysWhatNeedsCare(t *testing.T) {
	storetest.EachHandle(t, func(t *testing.T, h *store.Handle, _ string) {
		var out strings.Builder
		if err := examine(context.Background(), &out, settings{Environment: "production"}, h); err == nil {
			t.Fatal("a portal without admin, bank or mail was called well")
		}
		for _, line := range []string{"ok the database answers", "ok the schema is current", "ok the books balance", "ok recurring work is on time", "ok who holds keys signs in by two steps", "ok the files for CHATONS are sound", "!! mail can leave", "!! somebody looks after the portal", "!! the collective can be paid"} {
			if !strings.Contains(out.String(), line) {
				t.Errorf("%q is missing from\n%s", line, out.String())
			}
		}
	})
}
