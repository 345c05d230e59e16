package jpeg

import "slices"

// maxCodeBits is the longest code that a JPEG may have (T.81 C.1).
const maxCodeBits = 16

// optimalTable is a Huffman table made for the symbols of one picture.
type optimalTable struct {
	huffSpec
	store [256]uint8 // of values
}

// optimalWork is the memory that making a table takes.
type optimalWork struct {
	leaves [1 + 256 + 1]leaf // with room for one that is not taken
	tree   huffmanTree
	merge  packageMerge
}

// leaf is a symbol of the tree, below how often it occurs: leaves sort by that. The symbol
// noSymbol stands for the code of ones alone, which a table must not use (T.81 C.2).
type leaf uint64

const (
	leafBits = 9
	noSymbol = 0
)

func (l leaf) count() uint64 { return uint64(l >> leafBits) }

// symbol returns the symbol, unless l is noSymbol.
func (l leaf) symbol() uint8 { return uint8(256 - l&(1<<leafBits-1)) }

// set makes the table whose codes take the fewest bits, for symbols that occur counts[symbol]
// times. The rarest have the longest codes.
func (o *optimalTable) set(counts []uint32, work *optimalWork) {
	leaves := work.sorted(counts)
	longer, fits := work.tree.lengths(leaves)
	if !fits {
		longer = work.merge.lengths(leaves)
	}
	for i := range o.counts {
		// Leaf 0 is noSymbol, which is not in the table.
		o.counts[i] = uint8(max(longer[i], 1) - max(longer[i+1], 1))
	}
	o.values = o.store[:0]
	for _, l := range slices.Backward(leaves[1:]) {
		o.values = append(o.values, l.symbol())
	}
	// Of one length, codes may be in any order. In that of T.81 K.2 the file has as many zero
	// bytes after 0xFF as other programs make.
	rest := o.values
	for _, n := range o.counts {
		slices.Sort(rest[:n])
		rest = rest[n:]
	}
}

// sorted returns the leaves for symbols that occur counts[symbol] times, in ascending order of
// counts: first noSymbol, which does not occur.
func (w *optimalWork) sorted(counts []uint32) []leaf {
	w.leaves[0] = noSymbol
	n := 1
	for symbol, count := range counts {
		w.leaves[n] = leaf(count)<<leafBits | leaf(256-symbol)
		if count > 0 { // no branch: none could be predicted
			n++
		}
	}
	leaves := w.leaves[:n]
	slices.Sort(leaves)
	return leaves
}

// cost returns how many bits the symbols take in optimal codes of any length, with their
// magnitude bits, and how many different ones there are. A symbol's code has a bit for each
// inner node above it, so the codes together take the sum of the counts of the inner nodes.
func (w *optimalWork) cost(counts []uint32) (bits uint64, symbols int) {
	leaves := w.sorted(counts)
	inner := w.tree.grow(leaves)
	for _, n := range w.tree.counts[:inner] {
		bits += n
	}
	for _, l := range leaves[1:] {
		bits += l.count() * uint64(l.symbol()&15)
	}
	return bits, len(leaves) - 1
}

// longerCodes has, for each number of bits, how many leaves have longer codes. They are the first
// ones, for the leaves are in ascending order of counts.
type longerCodes [maxCodeBits + 1]int

// huffmanTree finds the lengths of optimal codes, whatever these are (Huffman, "A Method for the
// Construction of Minimum-Redundancy Codes", 1952). Inner nodes come into being in
// ascending order of counts too, so the two least nodes are always at the heads of two lists
// (van Leeuwen, "On the construction of Huffman trees", 1976).
type huffmanTree struct {
	counts [257]uint64 // of inner nodes, here and below
	parent [257]uint16
	depth  [257]uint8
	leaves [257]uint8 // how many children are leaves
}

// grow makes the inner nodes, the root last, and returns how many they are.
func (t *huffmanTree) grow(leaves []leaf) (inner int) {
	inner = len(leaves) - 1
	leaf, node := 0, 0
	for i := range inner {
		t.counts[i], t.leaves[i] = 0, 0
		for range 2 {
			if leaf < len(leaves) && (node == i || leaves[leaf].count() <= t.counts[node]) {
				t.counts[i] += leaves[leaf].count()
				t.leaves[i]++
				leaf++
			} else {
				t.counts[i] += t.counts[node]
				t.parent[node] = uint16(i)
				node++
			}
		}
	}
	return inner
}

// lengths returns the lengths, and whether all are allowed.
func (t *huffmanTree) lengths(leaves []leaf) (longer longerCodes, fits bool) {
	inner := t.grow(leaves)
	for i := inner - 1; i >= 0; i-- {
		depth := uint8(1) // of the children
		if i < inner-1 {
			depth += t.depth[t.parent[i]]
		}
		if depth > maxCodeBits {
			return longer, false
		}
		t.depth[i] = depth
		for bits := range depth {
			longer[bits] += int(t.leaves[i])
		}
	}
	return longer, true
}

// packageMerge finds the lengths of optimal codes of limited length (Larmore and Hirschberg,
// "A Fast Algorithm for Optimal Length-Limited Huffman Codes", J. ACM 37, 1990): the method of
// T.81 K.3 shortens what is too long only nearly as well.
type packageMerge struct {
	weights [2][2 * 257]uint64
	isLeaf  [maxCodeBits][2 * 257]bool
}

// lengths returns the lengths.
//
// A level has the leaves and the pairs of neighbours of the level before, by weight. The first
// 2n-2 of the last level are the solution: each leaf in it, and in what its pairs are made of,
// makes a code one bit longer.
func (p *packageMerge) lengths(leaves []leaf) (longer longerCodes) {
	n := len(leaves)
	var pairs []uint64 // of the level before
	for level := range maxCodeBits {
		weights, isLeaf := p.weights[level%2][:0], &p.isLeaf[level]
		next, pair := 0, 0
		for next < n || 2*pair+1 < len(pairs) {
			fromLeaf := 2*pair+1 >= len(pairs) || next < n && leaves[next].count() <= pairs[2*pair]+pairs[2*pair+1]
			isLeaf[len(weights)] = fromLeaf
			if fromLeaf {
				weights = append(weights, leaves[next].count())
				next++
			} else {
				weights = append(weights, pairs[2*pair]+pairs[2*pair+1])
				pair++
			}
		}
		pairs = weights
	}
	take := 2*n - 2
	for level := maxCodeBits - 1; level >= 0; level-- {
		inside := 0
		for _, is := range p.isLeaf[level][:take] {
			if is {
				inside++
			}
		}
		longer[maxCodeBits-1-level] = inside
		take = 2 * (take - inside)
	}
	return longer
}
