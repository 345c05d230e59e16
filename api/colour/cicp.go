package colour

import "fmt"

// h273Primaries are the colour primaries of ITU-T H.273, table 2, by their code.
var h273Primaries = map[byte]primaries{
	1:  bt709,
	4:  {chromaticity{0.310, 0.316}, chromaticity{0.67, 0.33}, chromaticity{0.21, 0.71}, chromaticity{0.14, 0.08}}, // BT.470 M
	5:  {d65, chromaticity{0.64, 0.33}, chromaticity{0.29, 0.60}, chromaticity{0.15, 0.06}},                        // BT.470 B, G
	6:  smpte170m,
	7:  smpte170m,                                                                                 // SMPTE ST 240 has the same
	9:  {d65, chromaticity{0.708, 0.292}, chromaticity{0.170, 0.797}, chromaticity{0.131, 0.046}}, // BT.2020
	11: {chromaticity{0.314, 0.351}, p3[0], p3[1], p3[2]},                                         // DCI-P3
	12: {d65, p3[0], p3[1], p3[2]},                                                                // Display P3
	22: {d65, chromaticity{0.630, 0.340}, chromaticity{0.295, 0.605}, chromaticity{0.155, 0.077}}, // EBU Tech 3213
}

var (
	smpte170m = primaries{d65, chromaticity{0.630, 0.340}, chromaticity{0.310, 0.595}, chromaticity{0.155, 0.070}}
	p3        = [3]chromaticity{{0.680, 0.320}, {0.265, 0.690}, {0.150, 0.060}}
)

// h273Transfers are the transfer characteristics of ITU-T H.273, table 3, by their code: those
// of SDR. The logarithmic ones and the one of cinemas (ST 428) do not occur in PNG files.
var h273Transfers = map[byte]curve{
	1: bt709ToLight, 6: bt709ToLight, 14: bt709ToLight, 15: bt709ToLight,
	11: bt709ToLight, 12: bt709ToLight, // they differ from it only below 0 and above 1
	4: power(2.2), 5: power(2.8), 7: smpte240ToLight, 8: linear, 13: srgbToLight,
}

const (
	transferPQ  = 16
	transferHLG = 18
)

// parseCICP reads the four bytes that name a colour space: colour primaries, transfer
// characteristics, matrix coefficients and the full-range flag (PNG, third edition,
// 11.3.2.6). HDR is rendered for a display of 1,000 cd/m², and its light is then compressed
// to below white. A rendering for SDR by the camera would look better, but the file does not
// contain one.
func parseCICP(b []byte) (source, error) {
	if len(b) != 4 || b[2] != 0 || b[3] > 1 {
		return source{}, fmt.Errorf("colour: cICP %d has no meaning in a PNG", b)
	}
	colours, known := h273Primaries[b[0]]
	if !known {
		return source{}, fmt.Errorf("colour: no colour primaries have the number %d", b[0])
	}
	toXYZ, err := colours.toXYZ()
	if err != nil {
		return source{}, err
	}
	code := linear
	if b[3] == 0 { // the narrow range of video: black is 16, white 235
		code = func(v float64) float64 { return (255*v - 16) / 219 }
	}
	s := source{channels: 3, matrix: toSRGB.times(toXYZ)}
	switch transfer, known := h273Transfers[b[1]]; {
	case b[1] == transferPQ:
		s.light = func(v [4]float64) vector {
			return s.matrix.apply(compress(vector{pqToLight(code(v[0])), pqToLight(code(v[1])), pqToLight(code(v[2]))}))
		}
	case b[1] == transferHLG:
		s.light = func(v [4]float64) vector {
			scene := vector{hlgToScene(code(v[0])), hlgToScene(code(v[1])), hlgToScene(code(v[2]))}
			return s.matrix.apply(compress(showHLG(scene)))
		}
	case known:
		toLight := func(v float64) float64 { return transfer(code(v)) }
		s.curves = [3]curve{toLight, toLight, toLight}
	default:
		return source{}, fmt.Errorf("colour: no transfer characteristics have the number %d", b[1])
	}
	return s, nil
}
