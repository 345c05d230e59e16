// Package kernel holds the loops over samples in which most of a frame's time is spent.
//
// Each is a plain Go function. If vector instructions make it faster, it has three parts:
//
//   - xVector, in a file named …_simd_amd64.go, which GOEXPERIMENT=simd builds on amd64. It
//     checks the processor's features, processes as many samples as it can from the first one
//     on, and returns how many: 0 without the instructions, or if there are fewer samples than
//     a vector holds.
//   - the stub of xVector in vector_stubs.go, for every other build, which returns 0.
//   - xPlain, which processes the rest.
//
// Both write the same bytes, so an answer does not depend on the machine. If possible, a vector
// that would reach beyond the last sample is moved back to end with it: some samples are then
// processed twice, and none is left to the plain code.
package kernel
