package browser

import (
	"strconv"
	"syscall/js"
	"time"

	"github.com/bep/debounce"

	"framepost/wasmclient/stream"
)

// typing is how long the viewer must pause before what was typed is sent.
const typing = 250 * time.Millisecond

// controls are the page's form: start and stop, the source, the chain and the
// quality. The last two take effect with the next frame after a short pause of the
// hand. Debouncing is for hands alone: steady input, like frames, would starve it.
type controls struct {
	page    *Page
	later   func(func())
	slip    string // what is wrong with the text as it stands, found without the server
	running bool

	button, chain, quality, value, complaint js.Value
}

func newControls(p *Page, s stream.Settings) *controls {
	c := &controls{
		page:      p,
		later:     debounce.New(typing),
		button:    byID("start"),
		chain:     byID("chain"),
		quality:   byID("quality"),
		value:     byID("quality-value"),
		complaint: byID("chain-error"),
	}
	c.chain.Set("value", s.Chain)
	c.quality.Set("value", s.Quality)
	c.showQuality()
	c.button.Set("disabled", false)

	on(c.button, "click", func(js.Value) {
		if c.running {
			p.halt(Message{})
		} else {
			p.start()
		}
	})
	on(byID("sources"), "change", func(js.Value) {
		if c.running || c.source() == kindCard {
			p.start()
		}
	})
	on(c.chain, "input", func(js.Value) { c.later(c.apply) })
	on(c.quality, "input", func(js.Value) {
		c.showQuality()
		c.later(c.apply)
	})
	on(byID("form"), "submit", func(event js.Value) {
		event.Call("preventDefault")
		c.apply()
	})
	return c
}

// source is the chosen one, kindCamera or kindCard.
func (c *controls) source() string {
	return document.Call("querySelector", "input[name=source]:checked").Get("value").String()
}

func (c *controls) choose(kind string) {
	document.Call("querySelector", "input[name=source][value="+kind+"]").Set("checked", true)
}

func (c *controls) settings() stream.Settings {
	quality, _ := strconv.Atoi(c.quality.Get("value").String())
	return stream.Settings{Chain: c.chain.Get("value").String(), Quality: quality}
}

// apply hands the settings to the stream, or says what is wrong with them.
func (c *controls) apply() {
	c.slip = ""
	if err := c.page.stream.Set(c.settings()); err != nil {
		c.slip = detail(err)
	}
	c.page.refresh()
}

func (c *controls) showQuality() { c.value.Set("textContent", c.quality.Get("value")) }

// refresh shows what the stream has come to.
func (c *controls) refresh(stats stream.Stats) {
	complaint := c.slip
	if complaint == "" && stats.Refusal != nil {
		complaint = stats.Refusal.Detail
	}
	c.complain(complaint)
	if running := stats.State != stream.Idle && stats.State != stream.Stopped; running != c.running {
		c.running = running
		text := "Start"
		if running {
			text = "Stop"
		}
		c.button.Set("textContent", text)
	}
}

func (c *controls) complain(text string) {
	if c.complaint.Get("textContent").String() == text {
		return
	}
	c.complaint.Set("textContent", text)
	c.chain.Call("setAttribute", "aria-invalid", text != "")
}
