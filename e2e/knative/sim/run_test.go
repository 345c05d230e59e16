package sim

import (
	"reflect"
	"testing"
	"testing/synctest"
	"time"
)

// small is what the tests simulate: figures that are easy to compute with, of no machine.
var small = Measured{StartMS: 100, CPUMS: 2, FrameBytes: 40000, AnswerBytes: 50000}

func run(t *testing.T, p Platform, s Settings, c Crowd) (r Result) {
	t.Helper()
	// A bubble ends only when all goroutines have, which the collector of Knative's metrics
	// starts.
	synctest.Test(t, func(t *testing.T) {
		var err error
		if r, err = Run(small, p, s, c); err != nil {
			t.Error(err)
		}
	})
	return r
}

func TestOneViewer(t *testing.T) {
	r := run(t, Cloud(), Settings{Concurrency: 16, Target: 16}, Flash(1))
	// 40 ms of the link, 16 and 20 ms of the bodies at 20 Mbit/s, 2 ms of work.
	if want := 78 * time.Millisecond; (r.P95 - want).Abs() > time.Millisecond {
		t.Errorf("the p95 is %v, want %v", r.P95, want)
	}
	// The first frame waits for the instance: 2 s of the platform, 0.1 s of the program.
	if want := 2100*time.Millisecond + 62*time.Millisecond; (r.Longest - want).Abs() > time.Second/30 {
		t.Errorf("the longest wait is %v, want %v", r.Longest, want)
	}
	if r.FPS != 30 || r.MostInstances != 1 || r.Refused != 0 {
		t.Errorf("%.1f fps from %d instances, %d refused", r.FPS, r.MostInstances, r.Refused)
	}
	// While it waits, the page skips frames, and a few more until its window is wide enough.
	if r.Offered != 30*180 || r.Answered > r.Offered || r.Answered < r.Offered-100 {
		t.Errorf("%d of %d frames answered", r.Answered, r.Offered)
	}
	// The stable window and the grace period, both by default.
	if least := 90 * time.Second; r.Zero < least || r.Zero > least+10*time.Second {
		t.Errorf("the last instance ended after %v", r.Zero)
	}
	if want := 3*time.Minute + r.Zero; (r.InstanceTime - want).Abs() > 2*time.Second {
		t.Errorf("the instance was paid for %v, want %v", r.InstanceTime, want)
	}
}

// Ten times the viewers have ten times the instances, each as busy.
func TestInstancesFollowViewers(t *testing.T) {
	s := Settings{Concurrency: 16, Target: 16}
	few, many := run(t, Cloud(), s, Flash(100)), run(t, Cloud(), s, Flash(1000))
	if ratio := float64(many.MostInstances) / float64(few.MostInstances); ratio < 7 || ratio > 13 {
		t.Errorf("%d instances for 100 viewers, %d for 1,000", few.MostInstances, many.MostInstances)
	}
	// Concurrency by Little's law: 30 frames a second and viewer, each there for 18 ms.
	if want := 1000 * 30 * 0.018 / (0.7 * 16); float64(many.MostInstances) < want || float64(many.MostInstances) > 1.2*want {
		t.Errorf("%d instances, want %.0f", many.MostInstances, want)
	}
}

func TestMaxScale(t *testing.T) {
	r := run(t, Cloud(), Settings{Concurrency: 16, Target: 16, MaxScale: 2}, Flash(100))
	if r.MostInstances != 2 {
		t.Errorf("%d instances, with a limit of 2", r.MostInstances)
	}
	// Two instances of two CPUs can answer 2,000 frames a second, and the viewers have 3,000.
	if r.FPS < 15 || r.FPS > 20.1 || r.Busy < 0.8 {
		t.Errorf("a viewer sees %.1f fps, and the CPUs are busy for %.2f of the time", r.FPS, r.Busy)
	}
}

// With more requests in an instance than framepost has places for, framepost refuses some, the
// pages slow down, and the autoscaler sees no load.
func TestConcurrencyBeyondTheQueue(t *testing.T) {
	within := run(t, Cloud(), Settings{Concurrency: 16, Target: 16}, Flash(200))
	beyond := run(t, Cloud(), Settings{Concurrency: 80, Target: 80}, Flash(200))
	if within.Refused > 0 || within.FPS < 29 {
		t.Errorf("16: %d refused, %.1f fps", within.Refused, within.FPS)
	}
	if beyond.Refused == 0 || beyond.FPS > 20 {
		t.Errorf("80: %d refused, %.1f fps", beyond.Refused, beyond.FPS)
	}
}

// The activator refuses what exceeds its queue, and the pages try again until it is served.
func TestActivatorRefuses(t *testing.T) {
	p := Cloud()
	p.Start = 10 * time.Second
	c := Flash(12000)
	c.Arrive, c.Leave = time.Second, 20*time.Second
	r := run(t, p, Settings{Concurrency: 16, Target: 16}, c)
	if r.Refused == 0 {
		t.Error("24,000 requests wait for the first instance, and none was refused")
	}
	if last := r.Seconds[19]; last.Answered < 10*c.Viewers {
		t.Errorf("%d frames answered in the last second", last.Answered)
	}
}

func TestDeterministic(t *testing.T) {
	s := Settings{Concurrency: 80, Target: 80} // refusals draw random numbers
	if a, b := run(t, Cloud(), s, Flash(60)), run(t, Cloud(), s, Flash(60)); !reflect.DeepEqual(a, b) {
		t.Errorf("%+v and then %+v", a, b)
	}
}

func TestCost(t *testing.T) {
	r := Result{InstanceTime: 2 * time.Hour, Watched: time.Hour, Answered: 1 << 20, Refused: 0}
	got, err := r.Cost(Platform{CPUs: 2, GiB: 0.5}, Measured{AnswerBytes: 1024})
	if err != nil {
		t.Fatal(err)
	}
	// Rates of configs/rates.json.
	want := Cost{Instances: 7200 * (2*0.000024 + 0.5*0.0000025), Requests: (1 << 20) * 0.0000004, Egress: 0.12}
	for _, c := range [][2]float64{{got.Instances, want.Instances}, {got.Requests, want.Requests}, {got.Egress, want.Egress}} {
		if c[0] < c[1]*0.999 || c[0] > c[1]*1.001 {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
}
