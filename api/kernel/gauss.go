package kernel

import (
	"math"

	"framepost/api/pool"
)

// exactSigma is the largest deviation for which a Gaussian is summed sample by sample. Above
// it, three means are as accurate, and their cost does not grow.
const exactSigma = 3

// MaxSigma is the largest standard deviation of Gaussian, in samples. The reaches of its boxes
// are then within those of Box.
const MaxSigma = 100

// Gaussian blurs src into dst, which may be src, with standard deviations of sigmaX and
// sigmaY samples, each 0 to MaxSigma.
//
// Up to exactSigma it sums the samples within three deviations. Above, it applies a box mean
// three times, which by the central limit theorem is close to a Gaussian (Wells, "Efficient
// Synthesis of Gaussian Filters by Cascaded Uniform Filters", 1986). The boxes' widths are
// those of Kovesi, "Fast Almost-Gaussian Filtering", 2010.
func Gaussian(dst, src Plane, sigmaX, sigmaY float64) {
	if max(sigmaX, sigmaY) <= exactSigma {
		convolve(dst, src, gaussTaps(sigmaX), gaussTaps(sigmaY))
		return
	}
	x, y := kovesi(sigmaX), kovesi(sigmaY)
	for pass := range x {
		Box(dst, src, x[pass], y[pass])
		src = dst
	}
}

// GaussianReach returns how many samples away Gaussian looks, at most, along a direction with a
// standard deviation of sigma samples.
func GaussianReach(sigma float64) int {
	reach := 0
	for _, box := range kovesi(sigma) { // they may serve a small sigma, too, beside a large one
		reach += box
	}
	if sigma <= exactSigma {
		reach = max(reach, reachOf(gaussTaps(sigma)))
	}
	return reach
}

// gaussTap is the weight, in 1/256, of the sample at an offset.
type gaussTap struct {
	offset int
	weight byte
}

// gaussTaps returns the weights of a Gaussian. The middle one gets the remainder of the
// rounding, and is divided into several taps if it would exceed maxWeight.
func gaussTaps(sigma float64) []gaussTap {
	exact, sum := make([]float64, int(math.Ceil(3*sigma))+1), 1.0
	for i := 1; i < len(exact); i++ {
		exact[i] = math.Exp(-float64(i*i) / (2 * sigma * sigma))
		sum += 2 * exact[i]
	}
	taps, middle := make([]gaussTap, 0, 2*len(exact)+2), 256
	for i := 1; i < len(exact); i++ {
		if w := int(math.Round(256 * exact[i] / sum)); w > 0 {
			taps = append(taps, gaussTap{-i, byte(w)}, gaussTap{i, byte(w)})
			middle -= 2 * w
		}
	}
	for ; middle > 0; middle -= maxWeight {
		taps = append(taps, gaussTap{0, byte(min(middle, maxWeight))})
	}
	return taps
}

// reachOf returns the largest offset.
func reachOf(taps []gaussTap) (reach int) {
	for _, t := range taps {
		reach = max(reach, t.offset)
	}
	return reach
}

// convolve weights the samples along rows, then the results along columns. Both passes round to
// 8 bits.
func convolve(dst, src Plane, x, y []gaussTap) {
	reach := reachOf(x)
	memory := pool.Get(src.W + 2*reach)
	defer memory.Release()
	across, down := make([]weighted, len(x)), make([]weighted, len(y))
	for i, t := range x {
		across[i] = weighted{memory.Bytes[reach+t.offset:][:src.W], t.weight}
	}
	near := newRing(src.H, reachOf(y), src.W, func(row []byte, at int) {
		pad(memory.Bytes, src.Row(at), reach)
		weigh(row, across)
	})
	defer near.release()
	for at := range src.H {
		if src.Ended(at) {
			return
		}
		near.walk(at)
		for i, t := range y {
			down[i] = weighted{near.row(at + t.offset), t.weight}
		}
		weigh(dst.Row(at), down)
	}
}

// kovesi returns the reaches, width/2 rounded down, of three boxes whose variances
// (width²-1)/12 have the sum that is nearest to sigma²: the first few have the largest odd
// width that is too small, the others the next odd width.
func kovesi(sigma float64) (reaches [3]int) {
	const n = float64(len(reaches))
	ideal := math.Sqrt(12*sigma*sigma/n + 1)
	small := math.Floor((ideal-1)/2)*2 + 1
	few := math.Round((12*sigma*sigma - n*small*small - 4*n*small - 3*n) / (-4*small - 4))
	for i := range reaches {
		reaches[i] = int(small) / 2
		if i >= int(few) {
			reaches[i]++
		}
	}
	return reaches
}
