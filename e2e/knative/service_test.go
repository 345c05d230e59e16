package knative

import (
	"bytes"
	"context"
	"os"
	"testing"

	"knative.dev/pkg/apis"
	serving "knative.dev/serving/pkg/apis/serving/v1"
	"sigs.k8s.io/yaml"
)

// deployed returns configs/cloudrun/service.yaml as Knative completes it.
func deployed(t *testing.T) *serving.Service { return completed(t, "service.yaml") }

// completed returns a service of configs/cloudrun, as Knative completes it.
func completed(t *testing.T, file string) *serving.Service {
	t.Helper()
	text, err := os.ReadFile("../../configs/cloudrun/" + file)
	if err != nil {
		t.Fatal(err)
	}
	text = bytes.Replace(text, []byte("image: IMAGE"), []byte("image: registry.example/framepost"), 1)
	text = bytes.Replace(text, []byte("image: LOOK_IMAGE"), []byte("image: registry.example/look"), 1)
	var s serving.Service
	if err := yaml.UnmarshalStrict(text, &s); err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	s.SetDefaults(ctx)
	if err := s.Validate(ctx).Filter(apis.ErrorLevel); err != nil { // warnings are of what Cloud Run decides
		t.Fatal(err)
	}
	return &s
}

func TestService(t *testing.T) {
	for _, file := range []string{"service.yaml", "sidecar.yaml"} {
		t.Run(file, func(t *testing.T) { reachable(t, completed(t, file).Spec.Template.Spec) })
	}
}

// TestSidecar checks that requests reach framepost and not the service beside it.
func TestSidecar(t *testing.T) {
	containers := completed(t, "sidecar.yaml").Spec.Template.Spec.Containers
	if len(containers) != 2 || containers[0].Name != "framepost" || len(containers[1].Ports) != 0 {
		t.Errorf("the containers are %v", containers)
	}
}

func reachable(t *testing.T, spec serving.RevisionSpec) {
	t.Helper()
	container := spec.Containers[0]
	if probe := container.ReadinessProbe; probe == nil || probe.HTTPGet == nil || probe.HTTPGet.Path != "/health" {
		t.Errorf("readiness is asked by %v", probe)
	}
	if ports := container.Ports; len(ports) != 1 || ports[0].Name != "h2c" {
		t.Errorf("the ports are %v: only with h2c does HTTP/2 reach the program", ports)
	}
	if *spec.ContainerConcurrency == 0 {
		t.Error("concurrency is not limited, so the autoscaler counts in its default of 100")
	}
}
