package identity

import "strings"

// agents names browsers and systems by what their header says, the most particular first.
var (
	browsers = [][2]string{
		{"Edg", "Edge"},
		{"OPR/", "Opera"},
		{"Vivaldi", "Vivaldi"},
		{"SamsungBrowser", "Samsung Internet"},
		{"FxiOS", "Firefox"},
		{"CriOS", "Chrome"},
		{"Firefox/", "Firefox"},
		{"Chrome/", "Chrome"},
		{"Safari/", "Safari"},
		{"curl/", "curl"},
	}
	systems = [][2]string{{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"CrOS", "ChromeOS"}, {"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"Linux", "Linux"}}
)

// AgentFamily says which browser on which system, as in "Firefox, Linux", and no more: no version, no model.
func AgentFamily(header string) string {
	parts := []string{}
	for _, table := range [][][2]string{browsers, systems} {
		for _, pair := range table {
			if strings.Contains(header, pair[0]) {
				parts = append(parts, pair[1])
				break
			}
		}
	}
	return strings.Join(parts, ", ")
}
