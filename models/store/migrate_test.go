package store

import (
	"strings"
	"testing"
	"time"
)

func TestTwoStartersOfOneInstantCallTheirCopiesOtherwise(t *testing.T) {
	at := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	one, other := beside("/data/chatiere.db", at), beside("/data/chatiere.db", at)
	if one == other || !strings.HasPrefix(one, "/data/chatiere.db.before-20261125-120000.000-") {
		t.Error(one, other)
	}
}
