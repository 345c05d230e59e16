package hud

// Rates are the prices of a serverless platform, in USD, as in configs/rates.json.
type Rates struct {
	Platform, Region, Date string
	Source                 string // the address of the price list
	VCPUSecond             float64
	GiBSecond, GiB         float64 // of memory; how much of it an instance has
	Request                float64
	Egress                 Egress
}

// Egress is the price of what leaves the platform. What comes in is free.
type Egress struct {
	GiB              float64
	To, Date, Source string
}

// Bill is what an hour of a stream costs, in USD.
type Bill struct{ Compute, Requests, Egress float64 }

// Total returns the sum.
func (b Bill) Total() float64 { return b.Compute + b.Requests + b.Egress }

// Hourly returns the bill for fps frames a second, of which each takes work ms of one vCPU and
// the instance's memory during that time, and has an answer of that many bytes. The compute is
// the stream's share of an instance that other streams keep busy. A stream that has an instance
// to itself pays for all the time in which a request is open.
func (r Rates) Hourly(work, fps, answer float64) Bill {
	frames := fps * 3600
	return Bill{
		Compute:  frames * work / 1000 * (r.VCPUSecond + r.GiBSecond*r.GiB),
		Requests: frames * r.Request,
		Egress:   frames * answer / (1 << 30) * r.Egress.GiB,
	}
}
