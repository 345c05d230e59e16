// Package sim simulates a crowd of viewers in front of a service on Knative. The autoscaler is
// Knative's own, with its own windows; time is simulated; the times of framepost are measured.
//
// The model:
//
//   - A viewer's camera has 30 frames a second of 640×480. The page skips a frame when its window
//     of requests is full, narrows the window and then lengthens the time between frames when
//     answers are late or refused, and recovers: a short version of the pace in wasmclient/stream.
//     It keeps size and quality, which the page would lower on a slow link.
//   - A request counts as concurrent from its headers on, so also while its body is on the
//     viewer's link: neither Knative's proxies nor framepost wait for the whole of it.
//   - Requests go to the instances in turn, to none more than its concurrency. Where all are full,
//     they wait in the activator, which refuses what is beyond 10,000. This is what Knative does
//     while the activator is in the path; here it always is.
//   - An instance has a worker for each CPU and a queue of 16 in front of them, and refuses what
//     exceeds it. Each frame takes the measured CPU time.
//   - An instance serves when the platform's time for a start and the program's have passed. The
//     first one is an assumption: it depends on the cluster and on the image's way to it.
//   - The last instance stays for the grace period after the autoscaler wants none.
package sim
