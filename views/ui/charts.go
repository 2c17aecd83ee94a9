package ui

import (
	"fmt"
	"strings"
)

// Chart is a drawing of numbers with the table that says the same.
type Chart struct {
	Title  string // what the drawing shows, in one sentence
	Label  string // head of the column of names
	Value  string // head of the column of values
	Table  string // words of the fold that opens the table: "Voir les chiffres"
	Points []Point
}

// Point is one number of a chart. Text is the number as people read it, with its unit.
type Point struct {
	Label string
	Value int64
	Text  string
}

// Series is one line of a chart of lines.
type Series struct {
	Name   string
	Points []Point
}

// LineChart is a drawing of numbers over time. All series have the same labels.
type LineChart struct {
	Title  string
	Label  string
	Table  string
	Series []Series
}

// most is the greatest value of some points, at least 1.
func most(points []Point) int64 {
	top := int64(1)
	for _, p := range points {
		top = max(top, p.Value)
	}
	return top
}

// share is the part of value in whole, in thousandths.
func share(value, whole int64) int64 {
	if whole <= 0 || value <= 0 {
		return 0
	}
	return value * 1000 / whole
}

// width writes a share as a length in a box of 100.
func width(value, whole int64) string {
	return fmt.Sprintf("%.1f", float64(share(value, whole))/10)
}

// arc is one piece of a ring of circumference 100: its length and where it starts.
type arc struct {
	Dash   string
	Offset string
	Class  string
	Point  Point
}

// ring cuts a ring in pieces, with a small gap between them.
func ring(points []Point) []arc {
	var whole, before int64
	for _, p := range points {
		whole += max(p.Value, 0)
	}
	var arcs []arc
	for i, p := range points {
		part := share(p.Value, whole)
		drawn := max(part-gap(len(points)), min(part, 2))
		arcs = append(arcs, arc{
			Dash:   fmt.Sprintf("%.1f %.1f", float64(drawn)/10, 100-float64(drawn)/10),
			Offset: fmt.Sprintf("%.1f", 25-float64(before)/10),
			Class:  hue(i),
			Point:  p,
		})
		before += part
	}
	return arcs
}

// gap is the space between pieces, in thousandths of the ring; one piece alone has none.
func gap(pieces int) int64 {
	if pieces < 2 {
		return 0
	}
	return 8
}

// hue is the class that colours the nth piece or line.
func hue(i int) string {
	return []string{"hue-1", "hue-2", "hue-3", "hue-4", "hue-5", "hue-6"}[i%6]
}

// trace is the path of a line in a box of 100 by 100, highest value at the top.
func trace(points []Point, top int64) string {
	var path []string
	for i, p := range points {
		x := 50.0
		if len(points) > 1 {
			x = float64(i) * 100 / float64(len(points)-1)
		}
		path = append(path, fmt.Sprintf("%.2f,%.2f", x, 100-float64(share(p.Value, top))/10))
	}
	return strings.Join(path, " ")
}

// top is the highest point of all series, for the scale.
func (c LineChart) top() Point {
	var highest Point
	for _, s := range c.Series {
		for _, p := range s.Points {
			if p.Value >= highest.Value {
				highest = p
			}
		}
	}
	return highest
}

// labels are the names along the foot.
func (c LineChart) labels() []string {
	var labels []string
	if len(c.Series) > 0 {
		for _, p := range c.Series[0].Points {
			labels = append(labels, p.Label)
		}
	}
	return labels
}

// at is what a series says at the nth label.
func (s Series) at(i int) string {
	if i < len(s.Points) {
		return s.Points[i].Text
	}
	return "–"
}

// heads are the columns of the table that equals the drawing.
func (c LineChart) heads() []Col {
	heads := []Col{Text(c.Label)}
	for _, s := range c.Series {
		heads = append(heads, Num(s.Name))
	}
	return heads
}
