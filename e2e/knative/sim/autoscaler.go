package sim

import (
	"strconv"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric/noop"
	"go.uber.org/zap"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"knative.dev/serving/pkg/apis/autoscaling"
	"knative.dev/serving/pkg/apis/autoscaling/v1alpha1"
	"knative.dev/serving/pkg/autoscaler/config"
	"knative.dev/serving/pkg/autoscaler/metrics"
	"knative.dev/serving/pkg/autoscaler/scaling"
	kpa "knative.dev/serving/pkg/reconciler/autoscaling/kpa/resources"
	"knative.dev/serving/pkg/reconciler/autoscaling/resources"
)

// How often Knative reports the concurrency, and how often it decides.
const (
	reportEvery = ticksPerSecond
	decideEvery = 2 * ticksPerSecond
)

// epoch is the simulation's beginning in the autoscaler's time.
var epoch = time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)

// autoscaler drives Knative's own, with the defaults of its config-autoscaler.
type autoscaler struct {
	key       types.NamespacedName
	collector *metrics.MetricCollector
	scaler    scaling.UniScaler
	logger    *zap.SugaredLogger

	maxScale int
	grace    tick
	idle     tick // when it began to want no instance; 0 while it wants some
}

func newAutoscaler(s Settings, c *cluster) (*autoscaler, error) {
	defaults, err := config.NewConfigFromMap(nil)
	if err != nil {
		return nil, err
	}
	service := &v1alpha1.PodAutoscaler{
		ObjectMeta: metav1.ObjectMeta{
			Namespace: "default", Name: "framepost-1",
			Annotations: map[string]string{autoscaling.TargetAnnotationKey: strconv.Itoa(s.Target)},
		},
		Spec: v1alpha1.PodAutoscalerSpec{ContainerConcurrency: int64(s.Concurrency), Reachability: v1alpha1.ReachabilityReachable},
	}
	a := &autoscaler{
		key:    types.NamespacedName{Namespace: service.Namespace, Name: service.Name},
		logger: zap.NewNop().Sugar(), maxScale: s.MaxScale, grace: ticks(defaults.ScaleToZeroGracePeriod),
	}
	a.collector = metrics.NewMetricCollector(
		func(*v1alpha1.Metric, *zap.SugaredLogger) (metrics.StatsScraper, error) { return nil, nil }, // report is called instead
		a.logger)
	if err := a.collector.CreateOrUpdate(resources.MakeMetric(service, "", defaults)); err != nil {
		return nil, err
	}
	spec := kpa.MakeDecider(service, defaults).Spec
	a.scaler = scaling.New(*attribute.EmptySet(), noop.NewMeterProvider(), a.key.Namespace, a.key.Name, a.collector, c, &spec)
	return a, nil
}

// close ends the collector's goroutine.
func (a *autoscaler) close() { a.collector.Delete(a.key.Namespace, a.key.Name) }

func at(now tick) time.Time { return epoch.Add(now.duration()) }

// report records the average number of concurrent requests.
func (a *autoscaler) report(now tick, concurrency float64) {
	a.collector.Record(a.key, at(now), metrics.Stat{AverageConcurrentRequests: concurrency})
}

// decide returns how many instances there should be, and false if there is no new decision.
func (a *autoscaler) decide(now tick) (int, bool) {
	result := a.scaler.Scale(a.logger, at(now))
	if !result.ScaleValid {
		return 0, false
	}
	want := int(result.DesiredPodCount)
	if a.maxScale > 0 {
		want = min(want, a.maxScale)
	}
	if want > 0 {
		a.idle = 0
		return want, true
	}
	if a.idle == 0 {
		a.idle = now
	}
	if now-a.idle < a.grace {
		return 1, true
	}
	return 0, true
}
