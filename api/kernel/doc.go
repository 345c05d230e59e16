// Package kernel holds the loops over samples that a frame's time goes into.
//
// Each is a plain Go function. Where vector instructions pay, it is three:
//
//   - xVector, in a file named …_simd_amd64.go, which GOEXPERIMENT=simd builds on amd64. It
//     checks what the processor has, does as many samples as it can from the first one on,
//     and returns how many it has done: 0 without the instructions, or when there are fewer
//     than a vector holds.
//   - the stub of xVector in vector_stubs.go, for every other build, which returns 0.
//   - xPlain, which does the rest.
//
// Both write the same bytes, so an answer does not depend on the machine that made it. A
// vector that would reach beyond the last sample is moved back to end with it where that
// is possible: some samples are then done twice, and none is left to the plain code.
package kernel
