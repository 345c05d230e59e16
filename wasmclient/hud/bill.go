package hud

// Rates are the prices of a serverless platform, in USD, as in configs/rates.json.
type Rates struct {
	Platform, Region, Date string
	Source                 string // the address of the price list
	VCPUSecond             float64
	GiBSecond, GiB         float64 // of memory; how much of it an instance has
	Request                float64
}

// Hourly returns what a stream costs in an hour, in USD: for the server's work, in ms of
// one vCPU a frame, with the instance's memory for as long, and for the requests. That is
// the stream's share of an instance that other streams keep busy; a stream that has an
// instance to itself pays for every moment in which a request is open.
func (r Rates) Hourly(work, fps float64) (compute, requests float64) {
	frames := fps * 3600
	return frames * work / 1000 * (r.VCPUSecond + r.GiBSecond*r.GiB), frames * r.Request
}
