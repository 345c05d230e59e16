// Package browser drives a headless Chromium for the tests: one process with a
// fake camera, and tabs that do not know of each other and notice everything that
// goes wrong in a page.
package browser

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/chromedp"

	"framepost/e2e/process"
)

// Config is what the browser should have around it.
type Config struct {
	// Film is the path of the Y4M file that its camera shows. Empty: there is no
	// camera.
	Film string
	// Trust are the certificates taken for good whatever their issuer: the SHA-256
	// of their public keys in base64. Everything else is checked as ever.
	Trust []string
	// Hosts are names that resolve to 127.0.0.1.
	Hosts []string
}

// Browser is one running process.
type Browser struct {
	ctx     context.Context
	release func()
	profile string
}

// Start starts Chromium with an empty profile. What it does to measure honestly:
// background tabs and timers are not slowed down, nothing is fetched on its own
// account, QUIC is off (a server on TCP is what is tested); frame rates are those
// that a user has.
func Start(c Config) (*Browser, error) {
	path, err := Find()
	if err != nil {
		return nil, err
	}
	profile, err := os.MkdirTemp("", "framepost-browser-")
	if err != nil {
		return nil, err
	}
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path),
		chromedp.UserDataDir(profile),
		chromedp.ModifyCmdFunc(func(cmd *exec.Cmd) {
			cmd.Dir = filepath.Dir(c.Film)
			process.Tie(cmd)
		}),
		chromedp.NoFirstRun,
		chromedp.NoDefaultBrowserCheck,
		chromedp.WindowSize(1280, 900),
		chromedp.Flag("headless", "new"),
		chromedp.Flag("disable-gpu", true),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-extensions", true),
		chromedp.Flag("disable-breakpad", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-background-timer-throttling", true),
		chromedp.Flag("disable-backgrounding-occluded-windows", true),
		chromedp.Flag("disable-renderer-backgrounding", true),
		chromedp.Flag("disable-features", "Translate,MediaRouter,OptimizationHints,WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup"),
		chromedp.Flag("allow-loopback-in-peer-connection", true), // WebRTC on a machine without a network
		chromedp.Flag("force-color-profile", "srgb"),
		chromedp.Flag("password-store", "basic"),
		chromedp.Flag("use-mock-keychain", true),
		chromedp.WSURLReadTimeout(time.Minute), // a busy machine's first start
	}
	device := "device-count=0"
	if c.Film != "" {
		device = "device-count=1"
		// Chromium labels the camera with the name as it is given here.
		options = append(options, chromedp.Flag("use-file-for-fake-video-capture", filepath.Base(c.Film)))
	}
	options = append(options, chromedp.Flag("use-fake-device-for-media-stream", device))
	if len(c.Trust) > 0 {
		options = append(options, chromedp.Flag("ignore-certificate-errors-spki-list", strings.Join(c.Trust, ",")))
	}
	var rules []string
	for _, host := range c.Hosts {
		rules = append(rules, "MAP "+host+" 127.0.0.1")
	}
	if len(rules) > 0 {
		options = append(options, chromedp.Flag("host-resolver-rules", strings.Join(rules, ",")))
	}

	allocator, release := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, _ := chromedp.NewContext(allocator, quiet)
	b := &Browser{ctx: ctx, release: release, profile: profile}
	if err := chromedp.Run(ctx); err != nil {
		b.Close()
		return nil, fmt.Errorf("starting %s: %w", path, err)
	}
	return b, nil
}

// quiet drops what chromedp itself would log: protocol events newer than it is.
var quiet = chromedp.WithErrorf(func(string, ...any) {})

// Close ends the process and removes its profile.
func (b *Browser) Close() {
	ctx, cancel := context.WithTimeout(b.ctx, 5*time.Second)
	defer cancel()
	_ = chromedp.Cancel(ctx) // asks politely; release kills
	b.release()
	// Its children end a moment after it and may still be writing.
	for range 20 {
		if os.RemoveAll(b.profile) == nil {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// CPU is the time that all processes of the browser have used so far.
func (b *Browser) CPU() (time.Duration, error) {
	return process.Tree(chromedp.FromContext(b.ctx).Browser.Process().Pid)
}
