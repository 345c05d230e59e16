package browser

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/inspector"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// faults collects what the console shows as errors and warnings: exceptions, console.error and
// console.warn, failed requests, violations of the Content-Security-Policy, a crash.
type faults struct {
	mu      sync.Mutex
	seen    []string
	allowed []string
}

func (f *faults) enable() chromedp.Action {
	return chromedp.ActionFunc(func(ctx context.Context) error { return audits.Enable().Do(ctx) })
}

func (f *faults) allow(text string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.allowed = append(f.allowed, text)
}

func (f *faults) unexpected() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []string
next:
	for _, fault := range f.seen {
		for _, text := range f.allowed {
			if strings.Contains(fault, text) {
				continue next
			}
		}
		out = append(out, fault)
	}
	return out
}

// notice handles an event of the protocol.
func (f *faults) notice(event any) {
	var fault string
	switch event := event.(type) {
	case *runtime.EventExceptionThrown:
		fault = "exception: " + event.ExceptionDetails.Error()
	case *runtime.EventConsoleAPICalled:
		switch event.Type {
		case runtime.APITypeError, runtime.APITypeWarning, runtime.APITypeAssert:
			fault = "console." + string(event.Type) + ":"
			for _, arg := range event.Args {
				fault += " " + text(arg)
			}
		}
	case *log.EventEntryAdded:
		if e := event.Entry; e.Level == log.LevelError || e.Level == log.LevelWarning {
			fault = fmt.Sprintf("%s %s: %s %s", e.Source, e.Level, e.Text, e.URL)
		}
	case *audits.EventIssueAdded:
		if d := event.Issue.Details; d != nil && d.ContentSecurityPolicyIssueDetails != nil {
			v := d.ContentSecurityPolicyIssueDetails
			fault = fmt.Sprintf("Content-Security-Policy: %s forbids %s", v.ViolatedDirective, v.BlockedURL)
		}
	case *inspector.EventTargetCrashed:
		fault = "the tab crashed"
	}
	if fault == "" {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.seen = append(f.seen, fault)
}

func text(o *runtime.RemoteObject) string {
	if len(o.Value) > 0 {
		return string(o.Value)
	}
	return o.Description
}
