package hud

// Rates are the prices of a serverless platform, in USD, as in configs/rates.json.
type Rates struct {
	Platform, Region, Date string
	Source                 string // the address of the price list
	VCPUSecond             float64
	GiBSecond, GiB         float64 // of memory; how much of it an instance has
	Request                float64
}

// Hourly returns the cost of an hour of a stream, in USD: compute for work ms of one vCPU a
// frame and the instance's memory during that time, and requests for fps requests a second.
// That is the stream's share of an instance that other streams keep busy. A stream that has an
// instance to itself pays for all the time in which a request is open.
func (r Rates) Hourly(work, fps float64) (compute, requests float64) {
	frames := fps * 3600
	return frames * work / 1000 * (r.VCPUSecond + r.GiBSecond*r.GiB), frames * r.Request
}
