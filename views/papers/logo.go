package papers

import (
	"strconv"
	"strings"
)

// The strokes of the logo in absolute steps, on a square of 32 (drawn after views/ui/art/logo.svg).
const (
	catPath = "M 6.2 20.5 L 6.6 10.9 C 6.7 9.4 7.9 9 9 9.8 L 13.3 13.1 C 15.1 12.7 16.9 12.7 18.7 13.1 L 23 9.8 C 24.1 9 25.3 9.4 25.4 10.9 " +
		"L 25.8 20.5 C 26.93 23.17 26.67 25.67 25 28 C 24.4 29.2 23.53 30.2 22.4 31 L 9.6 31 C 8.47 30.2 7.6 29.2 7 28 C 5.33 25.67 5.07 23.17 6.2 20.5 Z"
	facePath = "M 11.7 18.3 C 12.9 18.3 13.4 19.4 13.4 20.8 C 13.4 22.2 12.9 23.3 11.7 23.3 C 10.5 23.3 10 22.2 10 20.8 C 10 19.4 10.5 18.3 11.7 18.3 Z " +
		"M 20.3 18.3 C 21.5 18.3 22 19.4 22 20.8 C 22 22.2 21.5 23.3 20.3 23.3 C 19.1 23.3 18.6 22.2 18.6 20.8 C 18.6 19.4 19.1 18.3 20.3 18.3 Z " +
		"M 14.2 25.2 C 15.4 24.67 16.6 24.67 17.8 25.2 L 16 27.6 Z"
	archPath = "M 2.5 31 L 2.5 15.5 C 2.5 8.04 8.54 2 16 2 C 23.46 2 29.5 8.04 29.5 15.5 L 29.5 31 Z"
)

// logo draws the cat at its door in a square of that size.
func (s *sheet) logo(x, y, size float64) {
	for _, part := range []struct {
		path string
		c    colour
	}{{archPath, leaf}, {catPath, cat}, {facePath, night}} {
		s.fill(part.c)
		s.path(part.path, x, y, size/32)
	}
}

// path fills a shape given in absolute steps M, L, C and Z.
func (s *sheet) path(steps string, x, y, scale float64) {
	words := strings.Fields(steps)
	for i := 0; i < len(words); {
		var p [6]float64
		n := map[string]int{"M": 2, "L": 2, "C": 6}[words[i]]
		for k := range n {
			v, _ := strconv.ParseFloat(words[i+1+k], 64)
			p[k] = v*scale + []float64{x, y}[k%2]
		}
		switch words[i] {
		case "M":
			s.MoveTo(p[0], p[1])
		case "L":
			s.LineTo(p[0], p[1])
		case "C":
			s.CurveBezierCubicTo(p[0], p[1], p[2], p[3], p[4], p[5])
		case "Z":
			s.ClosePath()
		}
		i += n + 1
	}
	s.DrawPath("F")
}
