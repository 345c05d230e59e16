package colour

import (
	"math"
	"sync"

	"framepost/api/kernel"
)

// codes holds the sRGB value for each level of light, as kernel.MatrixTRC expects it.
var codes = sync.OnceValue(func() *[1<<kernel.LightBits + 1]byte {
	var table [1<<kernel.LightBits + 1]byte
	for i := range table {
		table[i] = byte(math.Round(255 * lightToSRGB(float64(i)/(1<<kernel.LightBits))))
	}
	return &table
})
