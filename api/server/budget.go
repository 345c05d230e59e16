package server

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"framepost/api/server/admission"
	"framepost/api/wire"
)

// budgetBits is the size of a budget: about 24 days of ms.
const budgetBits = 31

// budgeted reads how long the frames of a request may wait for a worker.
func (s *Server) budgeted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		budget, err := readBudget(r.Header[wire.HeaderFrameBudget])
		if err != nil {
			s.fail(w, r, err)
			return
		}
		noteOf(r).budget = budget
		next.ServeHTTP(w, r)
	})
}

// readBudget reads the lines of Frame-Budget. A client that is misunderstood would wait for as
// long as the server likes, so what is not a number of ms is an error.
func readBudget(lines []string) (time.Duration, error) {
	if len(lines) == 0 {
		return admission.Forever, nil
	}
	text := strings.Join(lines, ", ") // as they may be joined on the way, RFC 9110 section 5.3
	ms, err := strconv.ParseUint(text, 10, budgetBits)
	if err != nil {
		return 0, &wire.Error{Code: wire.BadHeader, Detail: wire.HeaderFrameBudget + " is " + strconv.Quote(text[:min(len(text), 40)]) +
			"; it is a whole number of ms, from 0 to " + strconv.Itoa(1<<budgetBits-1)}
	}
	return time.Duration(ms) * time.Millisecond, nil
}
