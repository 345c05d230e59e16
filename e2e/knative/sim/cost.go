package sim

import (
	"encoding/json"

	"framepost/configs"
)

// Cost is in USD for each hour that a viewer watches.
type Cost struct{ Instances, Requests, Egress float64 }

// Total returns the sum.
func (c Cost) Total() float64 { return c.Instances + c.Requests + c.Egress }

// Cost returns what a crowd costs by the rates of configs/rates.json, with instances paid from
// the decision to start them until they have ended.
func (r Result) Cost(p Platform, m Measured) (c Cost, err error) {
	var rates struct {
		VCPUSecond float64 `json:"vcpu_second"`
		GiBSecond  float64 `json:"gib_second"`
		Request    float64 `json:"request"`
		EgressGiB  float64 `json:"egress_gib"`
	}
	if err := json.Unmarshal(configs.Rates, &rates); err != nil {
		return c, err
	}
	hours, answers := r.Watched.Hours(), float64(r.Answered)
	second := float64(p.CPUs)*rates.VCPUSecond + p.GiB*rates.GiBSecond
	c.Instances = r.InstanceTime.Seconds() * second / hours
	c.Requests = (answers + float64(r.Refused)) * rates.Request / hours
	c.Egress = answers * float64(m.AnswerBytes) / (1 << 30) * rates.EgressGiB / hours
	return c, nil
}
