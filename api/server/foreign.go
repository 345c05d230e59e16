package server

import (
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"framepost/api/wire"
)

// ownPages refuses what a page of another origin asks for, unless that may use the API.
// CORS alone would hide the answer from such a page and have the work done all the same,
// for an <img>, a form or a fetch that nobody reads. Browsers say where a request comes from
// (W3C, Fetch Metadata Request Headers), or, to a server without TLS, at least whose page
// posts it, in Origin. Other programs say nothing, and are let through.
func (s *Server) ownPages(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if fromElsewhere(r) && !s.mayUse(r) {
			s.fail(w, r, &wire.Error{Code: wire.BadOrigin, Detail: "a page of another origin asks for this; " +
				"FRAMEPOST_CORS_ORIGINS names the origins whose pages may"})
			return
		}
		next.ServeHTTP(w, r)
	})
}

// fromElsewhere reports whether a page of another origin asks.
func fromElsewhere(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "":
		origin := r.Header.Get("Origin")
		u, err := url.Parse(origin)
		return origin != "" && (err != nil || !strings.EqualFold(u.Host, r.Host))
	case "cross-site", "same-site":
		return true
	}
	return false
}

// mayUse reports whether the page that asks is of an origin that may use the API. What
// has no Origin, an <img> for one, has a Referer.
func (s *Server) mayUse(r *http.Request) bool {
	if slices.Contains(s.config.Origins, "*") {
		return true
	}
	origin := r.Header.Get("Origin")
	if u, err := url.Parse(r.Header.Get("Referer")); origin == "" && err == nil {
		origin = u.Scheme + "://" + u.Host
	}
	return slices.Contains(s.config.Origins, origin)
}

// inert has answers of the API do nothing where a browser shows them as a document, which
// may hold a stranger's words, and keeps them from pages that may not use it.
func (s *Server) inert(next http.Handler) http.Handler {
	policy, disposition := []string{"default-src 'none'; sandbox"}, []string{"inline"}
	resource := []string{"same-origin"}
	if len(s.config.Origins) > 0 {
		resource = []string{"cross-origin"} // whose, ownPages decides
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header["Content-Security-Policy"] = policy
		header["Content-Disposition"] = disposition
		header["Cross-Origin-Resource-Policy"] = resource
		next.ServeHTTP(w, r)
	})
}

// knownHost refuses requests for a host that this server is not, where Config.Hosts names
// those that it is. A page elsewhere can have its own name resolve to this machine (DNS
// rebinding), and would be of one origin with what it finds here. Who names no host, as the
// health checks of load balancers in HTTP/1.0, is no browser.
func (s *Server) knownHost(next http.Handler) http.Handler {
	if len(s.config.Hosts) == 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Host != "" && !isHost(r.Host, s.config.Hosts) {
			s.fail(w, r, &wire.Error{Code: wire.BadHost, Detail: "this server is not " + strconv.Quote(r.Host) +
				"; it answers to " + strings.Join(s.config.Hosts, ", ") + ". FRAMEPOST_HOSTS adds names"})
			return
		}
		next.ServeHTTP(w, r)
	})
}

// isHost reports whether a Host header, with or without a port, names one of the hosts.
// Whoever listens on localhost answers to names below it and to its addresses, too.
func isHost(header string, hosts []string) bool {
	host := header
	if name, _, err := net.SplitHostPort(header); err == nil {
		host = name
	}
	host = strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
	if slices.Contains(hosts, host) {
		return true
	}
	ip := net.ParseIP(host)
	return slices.Contains(hosts, "localhost") && (strings.HasSuffix(host, ".localhost") || ip != nil && ip.IsLoopback())
}
