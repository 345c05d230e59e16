package sim

import "time"

// Settings are those of a service's file.
type Settings struct {
	Concurrency int // containerConcurrency: requests that an instance gets at once; at least 1
	Target      int // autoscaling.knative.dev/target: requests that an instance should have, of which the autoscaler aims at 70 %
	MaxScale    int // autoscaling.knative.dev/maxScale; 0 for no limit
}

// Platform is what runs the instances.
type Platform struct {
	CPUs  int           // of an instance
	GiB   float64       // of memory of an instance
	Start time.Duration // from the autoscaler's decision to the start of the program's process
}

// Crowd is who watches. All have the same link.
type Crowd struct {
	Viewers int
	Arrive  time.Duration // they arrive evenly over this time
	Leave   time.Duration // all of them leave at this time
	Trip    time.Duration // round trip of the link without a body
	Mbits   float64       // per second, of the link, in each direction
}

// Cloud is the platform that the README's table assumes.
func Cloud() Platform { return Platform{CPUs: 2, GiB: 0.5, Start: 2 * time.Second} }

// Flash is a crowd that arrives within a minute, and is gone two minutes later.
func Flash(viewers int) Crowd {
	return Crowd{viewers, time.Minute, 3 * time.Minute, 40 * time.Millisecond, 20}
}
