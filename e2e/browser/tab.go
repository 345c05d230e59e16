package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/css"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// Patience is how long a tab waits for an event: far longer than it ever takes, so that only a
// defect exceeds it.
const Patience = time.Minute

// Tab is a window with its own cookies, cache and permissions. It fails its test if the page
// reports an error that the test has not allowed.
type Tab struct {
	t       testing.TB
	ctx     context.Context
	process context.Context // protocol commands for the whole browser
	profile cdp.BrowserContextID
	faults  *faults
}

// Tab opens an empty window, which closes at the end of the test.
func (b *Browser) Tab(t testing.TB) *Tab {
	t.Helper()
	process := cdp.WithExecutor(b.ctx, chromedp.FromContext(b.ctx).Browser)
	profile, err := target.CreateBrowserContext().WithDisposeOnDetach(true).Do(process)
	if err != nil {
		t.Fatalf("browser context: %v", err)
	}
	// A profile without a window cannot open a tab alone.
	id, err := target.CreateTarget("about:blank").WithBrowserContextID(profile).WithNewWindow(true).Do(process)
	if err != nil {
		t.Fatalf("window: %v", err)
	}
	ctx, cancel := chromedp.NewContext(b.ctx, chromedp.WithTargetID(id))
	tab := &Tab{t: t, ctx: ctx, process: process, profile: profile, faults: new(faults)}
	t.Cleanup(func() {
		cancel()
		_ = target.DisposeBrowserContext(profile).Do(process)
		for _, fault := range tab.faults.unexpected() {
			t.Errorf("the page reported: %s", fault)
		}
	})
	chromedp.ListenTarget(ctx, tab.faults.notice)
	// The session keeps the context of the first Run, so it must not have a timeout.
	if err := chromedp.Run(ctx); err != nil {
		t.Fatalf("session: %v", err)
	}
	tab.run("session", tab.faults.enable(),
		// chromedp has enabled these. They report every request and every change of the
		// document, and keep the bodies of all answers.
		network.Disable(), css.Disable(), dom.Disable())
	return tab
}

func (tab *Tab) run(what string, actions ...chromedp.Action) {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, 2*Patience)
	defer cancel()
	if err := chromedp.Run(ctx, actions...); err != nil {
		tab.t.Fatalf("%s: %v", what, err)
	}
}

// Allow allows errors of the page that contain the text.
func (tab *Tab) Allow(text string) { tab.faults.allow(text) }

// Settings for Camera.
const (
	Granted = cdpbrowser.PermissionSettingGranted
	Denied  = cdpbrowser.PermissionSettingDenied
)

// Camera answers the question whether the origin may use the camera. Without it the question is
// dismissed, as with the Escape key.
func (tab *Tab) Camera(origin string, setting cdpbrowser.PermissionSetting) {
	tab.t.Helper()
	ask := &cdpbrowser.PermissionDescriptor{Name: "camera"}
	err := cdpbrowser.SetPermission(ask, setting).WithOrigin(origin).WithBrowserContextID(tab.profile).Do(tab.process)
	if err != nil {
		tab.t.Fatalf("permission: %v", err)
	}
}

// Before runs a script in every document before its own scripts.
func (tab *Tab) Before(script string) {
	tab.t.Helper()
	tab.run("script before the page", chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := page.AddScriptToEvaluateOnNewDocument(script).Do(ctx)
		return err
	}))
}

// BeforeWorkers runs a script in every worker before its own script, in the documents that are
// loaded after it. Their Content-Security-Policy does not hold then, which forbids that.
func (tab *Tab) BeforeWorkers(script string) {
	tab.t.Helper()
	tab.run("no policy", page.SetBypassCSP(true))
	tab.Before(`window.Worker = class extends Worker {
		constructor(url, options) {
			const before = ` + strconv.Quote(script) + `;
			super(URL.createObjectURL(new Blob(["{", before, "}\nimportScripts(", JSON.stringify(url), ")"])), options);
		}
	}`)
}

// Open loads the address and returns when the document has loaded.
func (tab *Tab) Open(url string) {
	tab.t.Helper()
	tab.Visit(url)
	tab.Wait("the document", `document.readyState === "complete"`)
}

// Visit loads the address and returns when the browser has begun to show it.
func (tab *Tab) Visit(url string) {
	tab.t.Helper()
	tab.run("visit "+url, chromedp.ActionFunc(func(ctx context.Context) error {
		_, _, failure, _, err := page.Navigate(url).Do(ctx)
		if err == nil && failure != "" {
			err = errors.New(failure)
		}
		return err
	}))
}

// Eval evaluates an expression in the page, awaits it if it is a promise, and stores its value
// in out, unless out is nil.
func (tab *Tab) Eval(expression string, out any) {
	tab.t.Helper()
	if err := tab.eval(expression, out); err != nil {
		tab.t.Fatalf("%s: %v", clip(expression), err)
	}
}

func (tab *Tab) eval(expression string, out any) error {
	ctx, cancel := context.WithTimeout(tab.ctx, 3*Patience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.ActionFunc(func(ctx context.Context) error {
		result, fault, err := runtime.Evaluate(expression).WithAwaitPromise(true).WithReturnByValue(true).Do(ctx)
		switch {
		case err != nil:
			return err
		case fault != nil:
			return fault
		case out == nil:
			return nil
		case len(result.Value) == 0:
			return fmt.Errorf("it is %s, not a value", result.Type)
		}
		return json.Unmarshal(result.Value, out)
	}))
}

// Wait waits until the expression is true; what describes it in words, for errors. An
// expression that throws is treated as false.
func (tab *Tab) Wait(what, expression string) {
	tab.t.Helper()
	tab.WaitWithin(Patience, what, expression)
}

// WaitWithin is Wait with another patience.
func (tab *Tab) WaitWithin(patience time.Duration, what, expression string) {
	tab.t.Helper()
	var last error
	for began := time.Now(); time.Since(began) < patience; time.Sleep(20 * time.Millisecond) {
		var done bool
		if last = tab.eval("Promise.resolve("+expression+").then(Boolean)", &done); done {
			return
		}
	}
	var text string
	_ = tab.eval("document.body.innerText", &text)
	tab.t.Fatalf("waited %v in vain for %s (%s, %v); the page says:\n%s", patience, what, clip(expression), last, text)
}

func clip(s string) string {
	if len(s) > 160 {
		return s[:160] + "…"
	}
	return s
}

// Viewport sets the size of the page in CSS px without scroll bars, the device pixels per CSS
// px, and whether it is a phone.
func (tab *Tab) Viewport(width, height int64, scale float64, phone bool) {
	tab.t.Helper()
	tab.run("viewport",
		emulation.SetDeviceMetricsOverride(width, height, scale, phone),
		emulation.SetTouchEmulationEnabled(phone),
		emulation.SetScrollbarsHidden(true))
}

// Media sets a media feature, such as prefers-color-scheme.
func (tab *Tab) Media(name, value string) {
	tab.t.Helper()
	tab.run("media feature", emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: name, Value: value}}))
}

// Link slows the page's requests down to a latency and a rate. It is no true network: it delays
// the server's answers.
func (tab *Tab) Link(latency time.Duration, bytesPerSecond float64) {
	tab.t.Helper()
	tab.run("link", network.Enable(), chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := network.EmulateNetworkConditionsByRule(false, []*network.Conditions{{
			Latency:            float64(latency.Milliseconds()),
			DownloadThroughput: bytesPerSecond,
			UploadThroughput:   bytesPerSecond,
		}}).Do(ctx)
		return err
	}))
}

// Offline disconnects the page from the network, or connects it again, and the page is
// notified.
func (tab *Tab) Offline(off bool) {
	tab.t.Helper()
	tab.run("offline", network.Enable(), chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := network.EmulateNetworkConditionsByRule(off, []*network.Conditions{{DownloadThroughput: -1, UploadThroughput: -1}}).Do(ctx)
		return err
	}), network.OverrideNetworkState(off, 0, -1, -1))
}

// Screenshot writes the content of the viewport to a PNG file.
func (tab *Tab) Screenshot(path string) {
	tab.t.Helper()
	var png []byte
	tab.run("screenshot", chromedp.ActionFunc(func(ctx context.Context) (err error) {
		png, err = page.CaptureScreenshot().WithFormat(page.CaptureScreenshotFormatPng).Do(ctx)
		return err
	}))
	if err := os.WriteFile(path, png, 0o644); err != nil {
		tab.t.Fatal(err)
	}
}
