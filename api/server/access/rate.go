package access

import (
	"net/http"
	"strconv"
	"time"

	"framepost/api/wire"

	"github.com/go-chi/httprate"
)

// rateWindow is the time over which frames are counted. A link that stalls for a moment
// delivers what it held back all at once, which is no higher rate.
const rateWindow = 5 * time.Second

// slack is what a rate may be exceeded by, in percent: a camera of 30 frames a second makes
// 30.3 by another clock.
const slack = 10

// maxRate is in frames a second; more than one server answers.
const maxRate = 1e6

// rates counts the requests of many callers, each by a name.
type rates struct {
	limiter *httprate.RateLimiter
	whose   string // for people: "this address"
}

func newRates(whose string) rates {
	return rates{httprate.NewRateLimiter(1, rateWindow, httprate.WithResponseHeaders(httprate.ResponseHeaders{})), whose}
}

// take counts a request of a caller. It returns a *wire.Error with the code RateLimited
// when the caller has made more than so many a second; 0 is no limit. A request that is
// refused does not count.
func (l rates) take(r *http.Request, name string, perSecond int) error {
	if perSecond == 0 {
		return nil
	}
	most := perSecond * int(rateWindow/time.Second) * (100 + slack) / 100
	r = r.WithContext(httprate.WithRequestLimit(r.Context(), most))
	if !l.limiter.OnLimit(nil, r, name) { // nil: no headers are to be set
		return nil
	}
	return &wire.Error{Code: wire.RateLimited, Detail: l.whose + " may send " + strconv.Itoa(perSecond) +
		" frames a second, and has sent more; send fewer"}
}
