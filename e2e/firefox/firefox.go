// Package firefox drives a headless Firefox with a fake camera for the tests, by WebDriver BiDi
// (https://www.w3.org/TR/webdriver-bidi/), which Firefox supports without another program.
package firefox

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"

	"framepost/e2e/browser"
	"framepost/e2e/debian"
	"framepost/e2e/process"
)

// preferences make a profile that asks no questions, has a camera and fetches nothing on its
// own.
const preferences = `
user_pref("media.navigator.streams.fake", true);
user_pref("media.navigator.permission.disabled", true);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("toolkit.telemetry.enabled", false);
user_pref("app.update.enabled", false);
user_pref("browser.safebrowsing.malware.enabled", false);
user_pref("browser.safebrowsing.phishing.enabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("services.settings.server", "http://localhost:1");
`

// Tab is the only tab of a Firefox that belongs to the test. It fails the test if the page reports
// an error that the test has not allowed.
type Tab struct {
	t       testing.TB
	conn    io.ReadWriteCloser
	context string
	last    int
	faults  []string
	allowed []string
}

// Open starts a Firefox, which is ended with the test. more are lines of preferences.
func Open(t testing.TB, more ...string) *Tab {
	t.Helper()
	path, err := debian.Find("firefox-esr", "firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox")
	if err != nil {
		t.Fatal(err)
	}
	profile := t.TempDir()
	if err := os.WriteFile(filepath.Join(profile, "user.js"), []byte(preferences+strings.Join(more, "\n")), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port=0")
	process.Tie(cmd)
	cmd.Env = append(os.Environ(), "HOME="+profile)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // the exit code does not matter
	})
	address, err := listening(stderr)
	if err != nil {
		t.Fatal(err)
	}
	tab := &Tab{t: t}
	ctx, cancel := context.WithTimeout(context.Background(), browser.Patience)
	defer cancel()
	conn, _, _, err := ws.Dial(ctx, address+"/session")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	tab.conn = conn
	tab.call("session.new", map[string]any{"capabilities": map[string]any{}}, nil)
	var tree struct{ Contexts []struct{ Context string } }
	tab.call("browsingContext.getTree", map[string]any{}, &tree)
	if len(tree.Contexts) == 0 {
		t.Fatal("Firefox has no tab")
	}
	tab.context = tree.Contexts[0].Context
	tab.call("session.subscribe", map[string]any{"events": []string{logged}}, nil)
	t.Cleanup(func() {
		for _, fault := range tab.faults {
			if !slices.ContainsFunc(tab.allowed, func(text string) bool { return strings.Contains(fault, text) }) {
				t.Errorf("the page reported: %s", fault)
			}
		}
	})
	return tab
}

// Allow allows errors of the page that contain the text.
func (tab *Tab) Allow(text string) { tab.allowed = append(tab.allowed, text) }

// logged is the event of a line on the console: an exception that nobody caught, or what a
// program wrote there.
const logged = "log.entryAdded"

// listening waits for the line in which Firefox prints its address. It continues to read, so
// that the pipe does not fill up.
func listening(stderr io.Reader) (string, error) {
	found := make(chan string, 1)
	go func() {
		for lines := bufio.NewScanner(stderr); lines.Scan(); {
			if _, address, ok := strings.Cut(lines.Text(), "listening on "); ok {
				select {
				case found <- strings.TrimSpace(address):
				default:
				}
			}
		}
	}()
	select {
	case address := <-found:
		return address, nil
	case <-time.After(browser.Patience):
		return "", errors.New("the browser does not say where it listens")
	}
}

// call sends a command and waits for its result.
func (tab *Tab) call(method string, params, result any) {
	tab.t.Helper()
	if err := tab.try(method, params, result); err != nil {
		tab.t.Fatalf("%s: %v", method, err)
	}
}

func (tab *Tab) try(method string, params, result any) error {
	tab.last++
	message, err := json.Marshal(map[string]any{"id": tab.last, "method": method, "params": params})
	if err != nil {
		return err
	}
	if err := wsutil.WriteClientText(tab.conn, message); err != nil {
		return err
	}
	for {
		data, err := wsutil.ReadServerText(tab.conn)
		if err != nil {
			return err
		}
		var answer struct {
			ID      int
			Type    string
			Message string
			Result  json.RawMessage
			Method  string // of an event
			Params  struct{ Level, Text string }
		}
		if err := json.Unmarshal(data, &answer); err != nil {
			return err
		}
		if answer.Method == logged && answer.Params.Level == "error" {
			tab.faults = append(tab.faults, answer.Params.Text)
		}
		switch {
		case answer.ID != tab.last: // an event
		case answer.Type == "error":
			return errors.New(answer.Message)
		case result == nil:
			return nil
		default:
			return json.Unmarshal(answer.Result, result)
		}
	}
}

// Open loads the address and returns when the document has loaded.
func (tab *Tab) Open(url string) {
	tab.t.Helper()
	tab.call("browsingContext.navigate", map[string]any{"context": tab.context, "url": url, "wait": "complete"}, nil)
}

// Eval evaluates an expression in the page, awaits it if it is a promise and stores its value in
// out. If out is nil, it may be statements, too.
func (tab *Tab) Eval(expression string, out any) {
	tab.t.Helper()
	if err := tab.eval(expression, out); err != nil {
		tab.t.Fatalf("%s: %v", expression, err)
	}
}

func (tab *Tab) eval(expression string, out any) error {
	if out != nil {
		expression = "Promise.resolve(" + expression + ").then((v) => JSON.stringify(v ?? null))"
	}
	var answer struct {
		Type             string
		Result           struct{ Value json.RawMessage }
		ExceptionDetails struct{ Text string }
	}
	err := tab.try("script.evaluate", map[string]any{
		"expression":           expression,
		"target":               map[string]any{"context": tab.context},
		"awaitPromise":         true,
		"userActivation":       true, // as after a click
		"serializationOptions": map[string]any{"maxObjectDepth": 0, "maxDomDepth": 0},
	}, &answer)
	switch {
	case err != nil:
		return err
	case answer.Type != "success":
		return errors.New(answer.ExceptionDetails.Text)
	case out == nil:
		return nil
	}
	var text string
	if err := json.Unmarshal(answer.Result.Value, &text); err != nil {
		return err
	}
	return json.Unmarshal([]byte(text), out)
}

// Before runs a script in every document before its own scripts.
func (tab *Tab) Before(script string) {
	tab.t.Helper()
	tab.call("script.addPreloadScript", map[string]any{"functionDeclaration": "() => {" + script + "}"}, nil)
}

// Wait waits until the expression is true; what describes it in words, for errors.
func (tab *Tab) Wait(what, expression string) {
	tab.t.Helper()
	var last error
	for began := time.Now(); time.Since(began) < browser.Patience; time.Sleep(50 * time.Millisecond) {
		var done bool
		if last = tab.eval("Promise.resolve("+expression+").then(Boolean)", &done); done {
			return
		}
	}
	var text string
	_ = tab.eval("document.body.innerText", &text)
	tab.t.Fatalf("waited in vain for %s (%v); the page says:\n%s", what, last, text)
}

// Click clicks in the middle of the first element that matches the selector, when it is there, is
// enabled and no longer moves.
func (tab *Tab) Click(selector string) {
	tab.t.Helper()
	x, y, ok := browser.Middle(tab.Eval, selector)
	if !ok {
		tab.t.Fatalf("%s is missing, disabled or on the move", selector)
	}
	tab.call("input.performActions", map[string]any{"context": tab.context, "actions": []any{map[string]any{
		"type": "pointer", "id": "mouse", "actions": []any{
			map[string]any{"type": "pointerMove", "x": math.Floor(x), "y": math.Floor(y)},
			map[string]any{"type": "pointerDown", "button": 0},
			map[string]any{"type": "pointerUp", "button": 0},
		},
	}}}, nil)
}

// Type replaces the text of an input element at once.
func (tab *Tab) Type(selector, text string) {
	tab.t.Helper()
	tab.Eval(fmt.Sprintf(`{
		const element = document.querySelector(%s);
		element.focus();
		element.select();
		document.execCommand("insertText", false, %s);
	}`, strconv.Quote(selector), strconv.Quote(text)), nil)
}

// Screenshot writes the content of the tab to a PNG file.
func (tab *Tab) Screenshot(path string) {
	tab.t.Helper()
	var picture struct{ Data string }
	tab.call("browsingContext.captureScreenshot", map[string]any{"context": tab.context}, &picture)
	data, err := base64.StdEncoding.DecodeString(picture.Data)
	if err == nil {
		err = os.WriteFile(path, data, 0o644)
	}
	if err != nil {
		tab.t.Fatal(fmt.Errorf("screenshot: %w", err))
	}
}
