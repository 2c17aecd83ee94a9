package ui

import (
	"fmt"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// Squares returns the dark squares of a QR code that holds a text, by row (error correction M, UTF-8).
func Squares(text string) ([][]bool, error) {
	code, err := qr.Encode(text, qr.M, qr.Unicode)
	if err != nil {
		return nil, err
	}
	size := code.Bounds().Dx()
	rows := make([][]bool, size)
	for y := range rows {
		rows[y] = make([]bool, size)
		for x := range rows[y] {
			r, _, _, _ := code.At(x, y).RGBA()
			rows[y][x] = r == 0
		}
	}
	return rows, nil
}

// quiet is the white border that readers of QR codes need, in squares.
const quiet = 4

// SquareCode draws a text as a QR code in SVG, dark on white in every theme; a text too long for one draws nothing.
func SquareCode(text string) string {
	rows, err := Squares(text)
	if err != nil {
		return ""
	}
	var path strings.Builder
	for y, row := range rows {
		for x := 0; x < len(row); x++ {
			run := 0
			for x+run < len(row) && row[x+run] {
				run++
			}
			if run > 0 {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", x+quiet, y+quiet, run, run)
				x += run
			}
		}
	}
	whole := len(rows) + 2*quiet
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" shape-rendering="crispEdges" aria-hidden="true" focusable="false">`+
		`<rect width="%d" height="%d" fill="#fff"/><path fill="#000" d="%s"/></svg>`, whole, whole, whole, whole, path.String())
}
