package handlers

import (
	"context"

	"chatiere/models/demo"
	"chatiere/models/demo/files"
	"chatiere/models/demo/folder"
)

// seeded puts the demo collective into the portal: its words, its catalogue, its people.
func (s *site) seeded() *site {
	s.t.Helper()
	c, err := folder.Read(files.FS)
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := demo.Import(context.Background(), s.db, c, demo.Options{Public: true, Files: files.FS}); err != nil {
		s.t.Fatal(err)
	}
	return s
}
