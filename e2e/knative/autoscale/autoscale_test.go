package main

import (
	"bytes"
	"encoding/xml"
	"io"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"knative.dev/serving/pkg/apis/autoscaling"
	serving "knative.dev/serving/pkg/apis/serving/v1"
	"sigs.k8s.io/yaml"

	"framepost/e2e/knative/sim"
)

const root = "../../../" // the program's folder

func here(t *testing.T) sim.Measured {
	t.Helper()
	m, err := sim.Here()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// The service that is deployed is the one that is simulated.
func TestService(t *testing.T) {
	text, err := os.ReadFile(root + "configs/cloudrun/service.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var s serving.Service
	if err := yaml.UnmarshalStrict(text, &s); err != nil {
		t.Fatal(err)
	}
	number := func(key string) int {
		n, err := strconv.Atoi(s.Spec.Template.Annotations[key])
		if err != nil {
			t.Error(err)
		}
		return n
	}
	got := sim.Settings{
		Concurrency: int(*s.Spec.Template.Spec.ContainerConcurrency),
		Target:      number(autoscaling.TargetAnnotationKey),
		MaxScale:    number("autoscaling.knative.dev/maxScale"),
	}
	if want := limited(chosen); got != want {
		t.Errorf("the service has %+v, the simulation %+v", got, want)
	}
	limits, p := s.Spec.Template.Spec.Containers[0].Resources.Limits, sim.Cloud()
	if cpus := limits.Cpu().AsApproximateFloat64(); cpus != float64(p.CPUs) {
		t.Errorf("the service has %v CPUs, the simulation %d", cpus, p.CPUs)
	}
	if gib := limits.Memory().AsApproximateFloat64() / (1 << 30); gib != p.GiB {
		t.Errorf("the service has %v GiB, the simulation %v", gib, p.GiB)
	}
}

// With the chosen settings, crowds of every size are served, and afterwards no instance is left.
func TestChosenSettings(t *testing.T) {
	for _, r := range append(crowds.rows, settings.rows...) {
		if r.settings != chosen {
			continue
		}
		t.Run(r.name, func(t *testing.T) {
			got, _, err := r.run(here(t))
			if err != nil {
				t.Fatal(err)
			}
			if got.FPS < 29 || got.P95 > 100*time.Millisecond || got.Steady > 100*time.Millisecond || got.Busy > 0.7 {
				t.Errorf("%.1f fps, p95 %v and at last %v, CPUs busy %.2f", got.FPS, got.P95, got.Steady, got.Busy)
			}
			if got.Refused > got.Answered/1000 {
				t.Errorf("%d refused, %d answered", got.Refused, got.Answered)
			}
			if got.Longest > r.start+time.Second {
				t.Errorf("the longest wait is %v, an instance starts in %v", got.Longest, r.start)
			}
			if last := got.Seconds[len(got.Seconds)-1]; last.Instances != 0 || got.Zero > 2*time.Minute {
				t.Errorf("%d instances %v after the last viewer", last.Instances, got.Zero)
			}
		})
	}
}

// The README shows what the simulation says.
func TestReadme(t *testing.T) {
	want, err := tables(here(t))
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(root + "README.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(page), want) {
		t.Errorf("go tool task plot:autoscale writes into the README:\n%s", want)
	}
}

func TestPlot(t *testing.T) {
	got, err := drawing(here(t))
	if err != nil {
		t.Fatal(err)
	}
	for d := xml.NewDecoder(strings.NewReader(got)); ; {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if lines, want := strings.Count(got, "<polyline"), len(panels)*len(curves); lines != want {
		t.Errorf("%d lines are drawn, want %d", lines, want)
	}
	file, err := os.ReadFile(root + "e2e/testdata/autoscale.svg")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(file, []byte(got)) {
		t.Error("go tool task plot:autoscale draws another e2e/testdata/autoscale.svg")
	}
}
