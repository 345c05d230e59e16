package service

import (
	"flag"
	"fmt"
	"os"
	"testing"
)

// Main runs the tests of a package with a server that BuildServer makes for them, and ends the
// process. prepare is called before with its path. With -short it runs none.
func Main(m *testing.M, prepare func(binary string) error) {
	flag.Parse()
	if testing.Short() {
		fmt.Println("-short: no real programs")
		return
	}
	os.Exit(tested(m, prepare))
}

func tested(m *testing.M, prepare func(binary string) error) int {
	dir, err := os.MkdirTemp("", "framepost-tests-")
	if err == nil {
		defer os.RemoveAll(dir)
		var binary string
		if binary, err = BuildServer(dir); err == nil {
			err = prepare(binary)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}
