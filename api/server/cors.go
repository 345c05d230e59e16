package server

import (
	"net/http"
	"slices"
	"strings"

	"framepost/api/wire"
)

// What pages on other origins may send and read, beyond what every page may.
var (
	corsMethods = strings.Join([]string{http.MethodGet, http.MethodHead, http.MethodPost}, ", ")
	corsRequest = strings.Join([]string{"Authorization", "Content-Type", wire.HeaderFrameID, wire.HeaderFrameBudget}, ", ")
	corsExpose  = strings.Join([]string{wire.HeaderServerTiming, wire.HeaderFrameSize, wire.HeaderFrameID,
		wire.HeaderFrameFaces, wire.HeaderFrameBoxes, wire.HeaderFrameSkipped, wire.HeaderFrameFigures, wire.HeaderFrameRegion,
		wire.HeaderFrameReach, wire.HeaderFrameAffine, wire.HeaderFrameQuality, "Retry-After"}, ", ")
)

// corsMaxAge is how long, in s, a browser need not ask again: without it every frame
// costs two round trips. Chromium remembers for two hours at most, Firefox for a day.
const corsMaxAge = "86400"

// cors lets pages from the given origins use the API; "*" is all of them. There are no
// cookies, so what a page elsewhere could abuse is this machine's time alone.
//
// go-chi/cors v1.2.2 in its place would need as many lines around it: it has neither
// Timing-Allow-Origin nor private networks, varies by origin where all are allowed, and
// answers a preflight that it refuses with 200.
func cors(origins []string) func(http.Handler) http.Handler {
	if len(origins) == 0 {
		return func(next http.Handler) http.Handler { return next }
	}
	all := slices.Contains(origins, "*")
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			header, origin := w.Header(), r.Header.Get("Origin")
			if !all {
				header.Add("Vary", "Origin")
			}
			if origin == "" || !all && !slices.Contains(origins, origin) {
				next.ServeHTTP(w, r)
				return
			}
			if all {
				origin = "*"
			}
			header.Set("Access-Control-Allow-Origin", origin)
			if r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != "" {
				preflight(w, r)
				return
			}
			header.Set("Access-Control-Expose-Headers", corsExpose)
			header.Set("Timing-Allow-Origin", origin)
			next.ServeHTTP(w, r)
		})
	}
}

// preflight answers the question that a browser asks before the first frame.
func preflight(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Add("Vary", "Access-Control-Request-Method, Access-Control-Request-Headers")
	header.Set("Access-Control-Allow-Methods", corsMethods)
	header.Set("Access-Control-Allow-Headers", corsRequest)
	header.Set("Access-Control-Max-Age", corsMaxAge)
	// A public page that uses a server in the local network asks for this in addition.
	if r.Header.Get("Access-Control-Request-Private-Network") == "true" {
		header.Set("Access-Control-Allow-Private-Network", "true")
	}
	w.WriteHeader(http.StatusNoContent)
}
