package server

import (
	"slices"
	"strings"

	"framepost/api/filter"
	"framepost/api/wire"
)

// withoutRegion returns a query without the parameter region, which differs from frame to frame.
func withoutRegion(raw string) string {
	pairs := slices.DeleteFunc(strings.Split(raw, "&"), func(pair string) bool {
		name, _, _ := strings.Cut(pair, "=")
		return name == wire.QueryRegion
	})
	return strings.Join(pairs, "&")
}

// readRegion reads the region of a frame that goes through a chain. One that is all of its frame may
// go through any chain.
func readRegion(text string, chain filter.Chain) (wire.Region, error) {
	region, err := wire.ParseRegion(text)
	if err != nil {
		return wire.Region{}, err
	}
	if err := region.CheckSent(); err != nil {
		return wire.Region{}, err
	}
	if region.IsFrame() {
		return region, nil
	}
	return region, chain.Local()
}
