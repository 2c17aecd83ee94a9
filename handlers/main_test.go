package handlers

import (
	"testing"

	"chatiere/models/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m, closeBrowser) }
