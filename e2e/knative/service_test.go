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

// deployed returns the service of configs/cloudrun, as Knative completes it.
func deployed(t *testing.T) *serving.Service {
	t.Helper()
	text, err := os.ReadFile("../../configs/cloudrun/service.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text = bytes.Replace(text, []byte("image: IMAGE"), []byte("image: registry.example/framepost"), 1)
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
	spec := deployed(t).Spec.Template.Spec
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
