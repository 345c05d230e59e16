package configs

import (
	"bytes"
	"maps"
	"testing"
	"time"

	apps "k8s.io/api/apps/v1"
	autoscaling "k8s.io/api/autoscaling/v2"
	core "k8s.io/api/core/v1"
	policy "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"sigs.k8s.io/yaml"
)

// kubernetes decodes the objects as an API server does that is asked for strict validation,
// and checks what they say of each other.
func kubernetes(t *testing.T, file string) {
	scheme := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{apps.AddToScheme, autoscaling.AddToScheme, core.AddToScheme, policy.AddToScheme} {
		if err := add(scheme); err != nil {
			t.Fatal(err)
		}
	}
	decoder := serializer.NewCodecFactory(scheme, serializer.EnableStrict).UniversalDeserializer()
	var deployment apps.Deployment
	var service core.Service
	var scaler autoscaling.HorizontalPodAutoscaler
	var budget policy.PodDisruptionBudget
	for _, document := range bytes.Split(read(t, file), []byte("\n---\n")) {
		object, _, err := decoder.Decode(document, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		switch o := object.(type) {
		case *apps.Deployment:
			deployment = *o
		case *core.Service:
			service = *o
		case *autoscaling.HorizontalPodAutoscaler:
			scaler = *o
		case *policy.PodDisruptionBudget:
			budget = *o
		default:
			t.Errorf("a %T", o)
		}
	}
	labels := deployment.Spec.Template.Labels
	if len(labels) == 0 || !maps.Equal(labels, deployment.Spec.Selector.MatchLabels) ||
		!maps.Equal(labels, service.Spec.Selector) || budget.Spec.Selector == nil || !maps.Equal(labels, budget.Spec.Selector.MatchLabels) {
		t.Errorf("the pods have the labels %v, which not all select", labels)
	}
	if target := scaler.Spec.ScaleTargetRef; target.Kind != "Deployment" || target.Name != deployment.Name {
		t.Errorf("%v is scaled", target)
	}
	pod := deployment.Spec.Template.Spec
	variables := environment(pod.Containers[0])
	accepted(t, variables)
	confined(t, pod)
	drains(t, pod, variables)
	ports := map[string]bool{}
	for _, port := range pod.Containers[0].Ports {
		ports[port.Name] = true
	}
	for _, port := range service.Spec.Ports {
		if !ports[port.TargetPort.StrVal] {
			t.Errorf("the service is for the port %q", port.TargetPort.String())
		}
	}
}

func environment(c core.Container) map[string]string {
	variables := map[string]string{}
	for _, v := range c.Env {
		variables[v.Name] = v.Value
	}
	return variables
}

// confined checks that a pod has no right that it can do without.
func confined(t *testing.T, pod core.PodSpec) {
	t.Helper()
	p, c := pod.SecurityContext, pod.Containers[0].SecurityContext
	if p == nil || p.RunAsNonRoot == nil || !*p.RunAsNonRoot || p.SeccompProfile == nil || p.SeccompProfile.Type != core.SeccompProfileTypeRuntimeDefault {
		t.Errorf("the pod's security: %v", p)
	}
	if c == nil || c.ReadOnlyRootFilesystem == nil || !*c.ReadOnlyRootFilesystem || c.AllowPrivilegeEscalation == nil || *c.AllowPrivilegeEscalation ||
		c.Capabilities == nil || len(c.Capabilities.Drop) != 1 || c.Capabilities.Drop[0] != "ALL" {
		t.Errorf("the container's security: %v", c)
	}
}

// drains checks that a pod is out of the endpoints before its listeners close, and has time
// to end.
func drains(t *testing.T, pod core.PodSpec, variables map[string]string) {
	t.Helper()
	delay, err := time.ParseDuration(variables["FRAMEPOST_DRAIN_DELAY"])
	if err != nil {
		t.Fatal(err)
	}
	timeout, err := time.ParseDuration(variables["FRAMEPOST_DRAIN_TIMEOUT"])
	if err != nil {
		t.Fatal(err)
	}
	if grace := pod.TerminationGracePeriodSeconds; grace == nil || time.Duration(*grace)*time.Second <= delay+timeout {
		t.Errorf("the pod has %v seconds to end; draining takes %v", grace, delay+timeout)
	}
	probe := pod.Containers[0].ReadinessProbe
	if probe == nil || probe.HTTPGet == nil || probe.HTTPGet.Path != "/health" {
		t.Fatalf("the readiness probe is %v", probe)
	}
	if unready := time.Duration(probe.PeriodSeconds*probe.FailureThreshold) * time.Second; unready >= delay {
		t.Errorf("the pod is found unready within %v, but listens only %v longer", unready, delay)
	}
}

// cloudRun decodes the service strictly: a revision is a pod's fields and two of Knative.
func cloudRun(t *testing.T, file string) {
	var service struct {
		APIVersion string `json:"apiVersion"`
		Kind       string `json:"kind"`
		Metadata   struct {
			Name        string            `json:"name"`
			Annotations map[string]string `json:"annotations"`
		} `json:"metadata"`
		Spec struct {
			Template struct {
				Metadata struct {
					Annotations map[string]string `json:"annotations"`
				} `json:"metadata"`
				Spec struct {
					core.PodSpec         `json:",inline"`
					ContainerConcurrency *int64 `json:"containerConcurrency"`
					TimeoutSeconds       *int64 `json:"timeoutSeconds"`
				} `json:"spec"`
			} `json:"template"`
		} `json:"spec"`
	}
	if err := yaml.UnmarshalStrict(read(t, file), &service); err != nil {
		t.Fatal(err)
	}
	if service.APIVersion != "serving.knative.dev/v1" || service.Kind != "Service" || len(service.Spec.Template.Spec.Containers) == 0 {
		t.Errorf("it is a %s of %s", service.Kind, service.APIVersion)
	}
	accepted(t, environment(service.Spec.Template.Spec.Containers[0]))
}
