//go:build !unix

package network

func setBuffer(uintptr, int) error { return nil }
