package wire

// Nearest returns the string of known that name was probably meant to be: the one at the
// smallest edit distance, which counts added, dropped and changed letters and exchanges of
// two neighbours (the optimal string alignment distance). It returns "" if the distance is
// more than a third of name's letters, or all of them; a distance of one is always allowed.
func Nearest(name string, known []string) string {
	best, least := "", min(max(len(name)/3, 1)+1, len(name))
	for _, k := range known {
		if d := distance(name, k); d < least {
			best, least = k, d
		}
	}
	return best
}

func distance(a, b string) int {
	if len(a) > 64 || len(b) > 64 {
		return len(a) + len(b)
	}
	// rows[i%3][j] is the distance of a[:i] from b[:j].
	var rows [3][65]int
	for j := range len(b) + 1 {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		row, above, twice := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := above[j-1]
			if a[i-1] != b[j-1] {
				change++
			}
			row[j] = min(change, above[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], twice[j-2]+1)
			}
		}
	}
	return rows[len(a)%3][len(b)]
}
