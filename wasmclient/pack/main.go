// Command pack builds the client into public/dist:
//
//	go run ./wasmclient/pack          client.wasm, local.wasm, wasm_exec.js and what the page needs
//	                                  to process frames itself, and their .br and .gz siblings
//	go run ./wasmclient/pack -size    the same, then what a visitor downloads against the budgets
//	go run ./wasmclient/pack -quick   no .br: for a page that you serve to yourself
//
// It may be run from anywhere in the module. It compresses only what has changed, since
// brotli's best quality takes seconds for the client.
//
// The page's own files (index.html, style.css, loader.js and so on) get no siblings here. They
// are small enough for the server to compress at start, and after an edit, a sibling would be
// older than its file.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

func main() {
	size := flag.Bool("size", false, "print the transfer sizes and fail if one is over its budget")
	hurry := flag.Bool("quick", false, "leave brotli out, which takes seconds for the client")
	flag.Parse()
	if *size && *hurry {
		fmt.Fprintln(os.Stderr, "pack: -size is about what visitors download, which -quick leaves out")
		os.Exit(2)
	}
	encodings := all
	if *hurry {
		encodings = quick
	}
	if err := run(encodings, *size); err != nil {
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(1)
	}
}

func run(encodings []encoding, size bool) error {
	root, err := moduleRoot()
	if err != nil {
		return err
	}
	public := filepath.Join(root, "public")
	if err := pack(root, filepath.Join(public, "dist"), encodings); err != nil || !size {
		return err
	}
	table, err := measure(public)
	if err != nil {
		return err
	}
	fmt.Print(table)
	return table.check()
}

func moduleRoot() (string, error) {
	out, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		return "", fmt.Errorf("go env GOMOD: %w", err)
	}
	file := strings.TrimSpace(string(out))
	if filepath.Base(file) != "go.mod" {
		return "", fmt.Errorf("run this inside the module")
	}
	return filepath.Dir(file), nil
}
