package paths

import (
	"chatiere/models/catalogue"
	"chatiere/models/overview"
)

// PublicFolder holds the files in which the collective describes itself to others (chatonsinfos.md 5). It never changes.
const PublicFolder = "/.well-known/chatonsinfos"

// PublicFile is the file with a name, with its ending.
func PublicFile(name string) string { return PublicFolder + "/" + name }

// PublicFiles is where the files are, and the pages they lead to, at the portal's address base; names of countries are asked for.
func PublicFiles(base, lang string, country func(code string) string) overview.Addresses {
	return overview.Addresses{
		Folder: base + PublicFolder, Home: base + "/", Legal: base + Legal(lang), Help: base + Help(lang), Contact: base + NewTicket(lang),
		Service: func(slug string) string { return base + ServiceAt(lang, slug) }, Country: country,
	}
}

// Infos is the desk's page of those files.
func Infos(lang string) string { return Desk(lang) + "/chatonsinfos" }

// InfosFacts is what the collective says for them alone.
func InfosFacts(lang string) string { return Infos(lang) + "/facts" }

// InfosService is what is said of a service for them alone.
func InfosService(lang string, s catalogue.Service) string {
	return Infos(lang) + "/services/" + s.Slug
}

// InfosPublication is where the files are given to everybody, or taken away.
func InfosPublication(lang string) string { return Infos(lang) + "/publication" }

// InfosLook is where they are read from outside.
func InfosLook(lang string) string { return Infos(lang) + "/look" }
