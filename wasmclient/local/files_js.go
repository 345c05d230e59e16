package main

import (
	"errors"
	"syscall/js"
)

// files are what chains need besides the module. They are fetched when a chain first asks.
type files struct{ host js.Value }

// get returns a function that fetches a file, for which it blocks, by its name in local.js.
func (f files) get(name string) func() ([]byte, error) {
	return func() ([]byte, error) {
		type result struct {
			file []byte
			err  error
		}
		done := make(chan result, 1)
		fetched := js.FuncOf(func(_ js.Value, arguments []js.Value) any {
			file := make([]byte, arguments[0].Length())
			js.CopyBytesToGo(file, arguments[0])
			done <- result{file: file}
			return nil
		})
		failed := js.FuncOf(func(js.Value, []js.Value) any {
			done <- result{err: errors.New("needs a file that cannot be loaded: " + name)}
			return nil
		})
		defer fetched.Release()
		defer failed.Release()
		f.host.Call("file", name).Call("then", fetched, failed)
		r := <-done
		return r.file, r.err
	}
}
