package ui

import (
	"context"
	"embed"
	"io"

	"github.com/a-h/templ"
)

// ArtName names one of our drawings (views/ui/art).
type ArtName string

// The drawings, all in one hand: a cat, a door with its flap, and what passes through.
const (
	ArtDoor     ArtName = "door"     // a cat comes in through the flap: welcome, sign-in, home
	ArtFiles    ArtName = "files"    // sheets and folders passed through the flap: file sharing
	ArtChat     ArtName = "chat"     // speech bubbles: chat, messages
	ArtNotes    ArtName = "notes"    // a pad written by several: shared notes
	ArtTickets  ArtName = "tickets"  // a calm cat: no call for help waiting
	ArtInvoices ArtName = "invoices" // an empty tray: no invoice yet
	ArtNothing  ArtName = "nothing"  // a tail leaving: nothing found, page not found
	ArtTogether ArtName = "together" // two cats share: commons, sponsors, contributions
	ArtServer   ArtName = "server"   // a cat asleep on a small machine: services, incidents
)

//go:embed art/*.svg
var art embed.FS

// Art draws one of our drawings. It decorates, so screen readers skip it.
func Art(name ArtName) templ.Component {
	return drawing("art/" + string(name) + ".svg")
}

// Logo is the collective's sign: a cat at its door.
func Logo() templ.Component { return drawing("art/logo.svg") }

// Wordmark is the sign with the name Chatière.
func Wordmark() templ.Component { return drawing("art/wordmark.svg") }

// drawing writes one file of art as it is; an unknown name draws nothing.
func drawing(path string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		svg, err := art.ReadFile(path)
		if err != nil {
			return nil
		}
		_, err = w.Write(svg)
		return err
	})
}
