package paths

import "chatiere/models/catalogue"

// Catalogue lists the services.
func Catalogue(lang string) string { return "/" + lang + "/catalogue" }

// Service is the page of a service.
func Service(lang string, s catalogue.Service) string { return ServiceAt(lang, s.Slug) }

// ServiceAt is the page of the service with that slug.
func ServiceAt(lang, slug string) string { return "/" + lang + "/services/" + slug }

// Offers lists the offers and their prices.
func Offers(lang string) string { return "/" + lang + "/offers" }

// Offer is the page of an offer.
func Offer(lang string, o catalogue.Offer) string { return OfferAt(lang, o.Slug) }

// OfferAt is the page of the offer with that slug.
func OfferAt(lang, slug string) string { return Offers(lang) + "/" + slug }

// DeskCatalogue lists services, offers and upstreams for those who keep them.
func DeskCatalogue(lang string) string { return "/" + lang + "/desk/catalogue" }

// DeskCatalogueCSV is the same list as a file, for the filter in the query.
func DeskCatalogueCSV(lang, query string) string {
	if query != "" {
		query = "?" + query
	}
	return DeskCatalogue(lang) + ".csv" + query
}

// NewService is the form of a service that is not there yet.
func NewService(lang string) string { return "/" + lang + "/desk/services/new" }

// Services is where a new service is sent.
func Services(lang string) string { return "/" + lang + "/desk/services" }

// EditService is the form of a service; it is sent to the same address.
func EditService(lang string, s catalogue.Service) string { return Services(lang) + "/" + s.Slug }

// ServicePublication is where a service is published, and with _method=DELETE hidden.
func ServicePublication(lang string, s catalogue.Service) string {
	return EditService(lang, s) + "/publication"
}

// Incidents is where an incident of a service is told.
func Incidents(lang string, s catalogue.Service) string { return EditService(lang, s) + "/incidents" }

// Incident is one incident; with _method=DELETE it is over.
func Incident(lang string, s catalogue.Service, i catalogue.Incident) string {
	return Incidents(lang, s) + "/" + i.Ref
}

// NewOffer is the form of an offer that is not there yet.
func NewOffer(lang string) string { return "/" + lang + "/desk/offers/new" }

// DeskOffers is where a new offer is sent.
func DeskOffers(lang string) string { return "/" + lang + "/desk/offers" }

// EditOffer is the form of an offer; it is sent to the same address.
func EditOffer(lang string, o catalogue.Offer) string { return DeskOffers(lang) + "/" + o.Slug }

// OfferPublication is where an offer is published, and with _method=DELETE hidden.
func OfferPublication(lang string, o catalogue.Offer) string {
	return EditOffer(lang, o) + "/publication"
}

// Prices is where a new list of prices of an offer is sent.
func Prices(lang string, o catalogue.Offer) string { return EditOffer(lang, o) + "/prices" }

// NewUpstream is the form of an upstream that is not there yet.
func NewUpstream(lang string) string { return "/" + lang + "/desk/upstreams/new" }

// Upstreams is where a new upstream is sent.
func Upstreams(lang string) string { return "/" + lang + "/desk/upstreams" }

// EditUpstream is the form of an upstream; it is sent to the same address.
func EditUpstream(lang string, u catalogue.Upstream) string { return Upstreams(lang) + "/" + u.Slug }
