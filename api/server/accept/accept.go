// Package accept reads the lists of weighted preferences in Accept and Accept-Encoding
// (RFC 9110 section 12.4).
package accept

import (
	"strconv"
	"strings"
)

// Weight returns the weight, 0 to 1, that a list gives to an item such as "image/jpeg" or "br".
// The most specific entry that matches the item counts: "image/jpeg" before "image/*" before
// "*/*" or "*". An item that matches no entry has the weight 0.
func Weight(list, item string) float64 {
	weight, rank := 0.0, 0
	for entry := range strings.SplitSeq(list, ",") {
		name, params, _ := strings.Cut(entry, ";")
		if r := match(strings.TrimSpace(name), item); r > rank {
			weight, rank = quality(params), r
		}
	}
	return weight
}

// match returns how specifically a range matches an item: 3 exactly, 2 by its type, 1 by a
// star, 0 not at all.
func match(name, item string) int {
	kind, isType := strings.CutSuffix(name, "/*")
	switch {
	case strings.EqualFold(name, item):
		return 3
	case name == "*" || name == "*/*":
		return 1
	case isType && len(item) > len(kind) && item[len(kind)] == '/' && strings.EqualFold(kind, item[:len(kind)]):
		return 2
	}
	return 0
}

// quality returns the value of the parameter q: 1 if there is none, 0 if it is not a number
// from 0 to 1.
func quality(params string) float64 {
	for param := range strings.SplitSeq(params, ";") {
		key, value, _ := strings.Cut(param, "=")
		if !strings.EqualFold(strings.TrimSpace(key), "q") {
			continue
		}
		q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
		if err != nil || !(q >= 0 && q <= 1) {
			return 0
		}
		return q
	}
	return 1
}
