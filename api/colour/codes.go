package colour

import (
	"math"
	"sync"

	"framepost/api/kernel"
)

// codes is sRGB's value for light, which kernel.MatrixTRC asks for.
var codes = sync.OnceValue(func() *[1<<kernel.LightBits + 1]byte {
	var table [1<<kernel.LightBits + 1]byte
	for i := range table {
		table[i] = byte(math.Round(255 * lightToSRGB(float64(i)/(1<<kernel.LightBits))))
	}
	return &table
})
