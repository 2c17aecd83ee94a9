package ui

import (
	"strings"
	"testing"
)

func sampleFlow() FlowChart {
	return FlowChart{Flows: []Flow{
		{From: "A", To: "Pot", Value: 700},
		{From: "B", To: "Pot", Value: 300},
		{From: "Pot", To: "X", Value: 400},
		{From: "Pot", To: "Y", Value: 600},
	}}
}

func TestAFlowGoesFromColumnToColumnAndItsHeightsAddUp(t *testing.T) {
	for _, shape := range []flowShape{wideFlow, narrowFlow} {
		d := sampleFlow().drawn(shape)
		pot := named(d.blocks, "Pot")
		if pot.column != 1 || named(d.blocks, "A").column != 0 || named(d.blocks, "Y").column != 2 {
			t.Errorf("%+v", pot)
		}
		if sum := named(d.blocks, "X").Height + named(d.blocks, "Y").Height; sum-pot.Height > 0.1 || pot.Height-sum > 0.1 {
			t.Errorf("%f beside %f", sum, pot.Height)
		}
		if pot.came-pot.Height > 0.1 || pot.went-pot.Height > 0.1 {
			t.Errorf("%+v", pot)
		}
		for _, b := range d.blocks {
			if b.Y < 0 || b.Y+b.Height > d.height || b.X < 0 || b.X+shape.block > shape.width {
				t.Errorf("%s leaves the drawing: %+v of %f", b.Name, b, d.height)
			}
		}
	}
}

func TestNamesNeverStandUponEachOther(t *testing.T) {
	var c FlowChart
	for _, name := range strings.Split("abcdefghijklm", "") {
		c.Flows = append(c.Flows, Flow{From: name, To: "Pot", Value: 1})
	}
	c.Flows = append(c.Flows, Flow{From: "huge", To: "Pot", Value: 100_000})
	d := c.drawn(wideFlow)
	for i := 1; i < 13; i++ {
		if d.blocks[i].column == 0 && d.blocks[i-1].column == 0 && d.blocks[i].Y-d.blocks[i-1].Y < 30 {
			t.Errorf("%f after %f", d.blocks[i].Y, d.blocks[i-1].Y)
		}
	}
}

func TestThePiecesOfAWholeFillTheBar(t *testing.T) {
	all := WholeChart{Parts: []WholePart{{Value: 420}, {Value: 0}, {Value: 580}}}.pieces()
	if all[0].At != 0 || all[1].Width != 0 || all[2].At != 42 || all[2].At+all[2].Width < 99.9 {
		t.Errorf("%+v", all)
	}
}

func TestAFlowThatGoesInACircleStillIsDrawn(t *testing.T) {
	d := FlowChart{Flows: []Flow{{From: "A", To: "B", Value: 1}, {From: "B", To: "A", Value: 1}}}.drawn(wideFlow)
	if len(d.ribbons) != 2 {
		t.Error(d)
	}
}

func TestADrawingHasItsTableAndItsLinks(t *testing.T) {
	html := drawn(t, Flows(FlowChart{Title: "Argent", Flows: []Flow{{From: "a", To: "x", Value: 100, Text: "1 €", Href: "/x"}}}))
	holds(t, html, "<title>a → x: 1 €</title>", `<a href="/x">`, "flow-wide", "flow-narrow")
	if drawn(t, Flows(FlowChart{})) == "" {
		t.Error("nothing flows, and nothing is drawn")
	}
}
