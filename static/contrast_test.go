package static

import (
	"math"
	"regexp"
	"strconv"
	"testing"
)

// pairs are the colours that stand on each other, and the least contrast between them (WCAG 2.2: 4.5 for text, 3 for edges).
var pairs = []struct {
	front, ground string
	least         float64
}{
	{"ink", "paper", 7},
	{"ink", "sheet", 7},
	{"ink", "sunk", 7},
	{"ink", "leaf-soft", 7},
	{"ink", "accent-soft", 7},
	{"ink", "bad-soft", 7},
	{"soft", "paper", 4.5},
	{"soft", "sheet", 4.5},
	{"soft", "sunk", 4.5},
	{"soft", "leaf-soft", 4.5},
	{"leaf", "paper", 4.5},
	{"leaf", "sheet", 4.5},
	{"leaf", "sunk", 4.5},
	{"leaf", "leaf-soft", 4.5},
	{"on-leaf", "leaf", 4.5},
	{"on-leaf", "leaf-strong", 4.5},
	{"leaf-strong", "leaf-soft", 4.5},
	{"on-accent", "accent", 4.5},
	{"on-accent", "accent-strong", 4.5},
	{"accent-strong", "accent-soft", 4.5},
	{"bad", "paper", 4.5},
	{"bad", "sheet", 4.5},
	{"bad", "bad-soft", 4.5},
	{"on-bad", "bad", 4.5},
	{"edge", "paper", 3},
	{"edge", "sheet", 3},
	{"edge", "sunk", 3},
	{"accent", "paper", 3},
	{"accent", "sheet", 3},
	{"accent", "sunk", 3},
	{"leaf", "sunk", 3},
	{"hue-2", "paper", 3},
	{"hue-3", "paper", 3},
	{"hue-4", "paper", 3},
	{"hue-5", "paper", 3},
	{"hue-6", "paper", 3},
}

func TestColoursCanBeReadByDayAndByNight(t *testing.T) {
	css := read(t, "css/input.css")
	for name, start := range map[string]string{"day": "color-scheme: light;", "night": "color-scheme: dark;"} {
		colours := coloursAfter(t, css, start)
		for _, pair := range pairs {
			front, ok := colours[pair.front]
			ground, found := colours[pair.ground]
			if got := contrast(front, ground); !ok || !found || got < pair.least {
				t.Errorf("by %s, %s on %s has a contrast of %.2f, less than %.1f", name, pair.front, pair.ground, got, pair.least)
			}
		}
	}
}

// coloursAfter reads the colours of the block that starts so.
func coloursAfter(t *testing.T, css, start string) map[string][3]float64 {
	t.Helper()
	block := regexp.MustCompile(regexp.QuoteMeta(start) + `([^}]*)}`).FindStringSubmatch(css)
	if block == nil {
		t.Fatalf("no %q", start)
	}
	colours := map[string][3]float64{}
	for _, found := range regexp.MustCompile(`--([a-z0-9-]+): #([0-9a-f]{6});`).FindAllStringSubmatch(block[1], -1) {
		rgb, err := strconv.ParseUint(found[2], 16, 32)
		if err != nil {
			t.Fatal(err)
		}
		colours[found[1]] = [3]float64{float64(rgb >> 16), float64(rgb >> 8 & 255), float64(rgb & 255)}
	}
	return colours
}

// contrast is WCAG's ratio between two colours.
func contrast(a, b [3]float64) float64 {
	light, dark := luminance(a), luminance(b)
	if light < dark {
		light, dark = dark, light
	}
	return (light + 0.05) / (dark + 0.05)
}

func luminance(rgb [3]float64) float64 {
	weights, sum := [3]float64{0.2126, 0.7152, 0.0722}, 0.0
	for i, value := range rgb {
		value /= 255
		if value <= 0.04045 {
			value /= 12.92
		} else {
			value = math.Pow((value+0.055)/1.055, 2.4)
		}
		sum += weights[i] * value
	}
	return sum
}
