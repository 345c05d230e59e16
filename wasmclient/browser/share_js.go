package browser

import (
	"strings"
	"syscall/js"

	"framepost/api/wire"
	"framepost/wasmclient/look"
)

// linkCard is the test picture in an address.
const linkCard = "test"

// share keeps the page's address in step with the look, and gives it away as a link, a
// command, a program or a preset.
type share struct {
	chain  *chain
	link   string // the fragment as it was last written or read
	preset string // of the link that the page was opened with, until presets are known
	wrote  string // the command as it was last shown

	curl, copied js.Value
}

func newShare(c *chain) *share {
	s := &share{chain: c, curl: byID("curl"), copied: byID("copied")}
	on(byID("copy-link"), "click", func(js.Value) { s.copy(text(window.Get("location").Get("href")), byID("chain")) })
	for name, words := range map[string]func() string{"curl": s.command, "go": s.program, "json": s.entry} {
		on(byID("copy-"+name), "click", func(js.Value) { s.give(words()) })
	}
	on(window, "hashchange", func(js.Value) {
		if hash := fragment(); hash != s.link {
			s.read(hash)
		}
	})
	return s
}

// fragment is what stands after the # of the page's address.
func fragment() string {
	_, fragment, _ := strings.Cut(text(window.Get("location").Get("href")), "#")
	return fragment
}

// read takes the look from a link.
func (s *share) read(hash string) {
	c := s.chain
	s.link = hash
	link := look.ParseLink(hash)
	if link.Source == linkCard {
		choose("source", kindCard)
	}
	if link.Quality != 0 {
		c.edit.SetQuality(link.Quality)
	}
	switch s.preset = ""; {
	case link.Preset != "" && len(c.edit.Presets) == 0:
		s.preset = link.Preset
	case link.Preset != "":
		c.presets.use(link.Preset)
	case link.Chain != nil:
		c.use(*link.Chain)
	case link.Quality != 0:
		c.changed()
	}
}

// loaded is when the presets are known.
func (s *share) loaded() {
	if s.preset != "" {
		s.chain.presets.use(s.preset)
		s.preset = ""
	}
}

// show writes the look into the page's address and the command. The look that everybody
// begins with leaves the address as it was; a program that stands where the command does
// stays, as it may be selected, until the look is another one.
func (s *share) show() {
	c := s.chain
	chain, quality := c.edit.Chain(), c.edit.Quality()
	if command := s.command(); command != s.wrote {
		s.wrote = command
		write(s.curl, command)
	}
	if s.preset != "" || c.slip != "" {
		return // not read yet, or not right: the address is the better one
	}
	link := look.Link{Preset: c.edit.Named(chain)}
	if link.Preset == "" {
		link.Chain = &chain
	}
	if chain == wire.DefaultChain {
		link = look.Link{}
	}
	if quality != wire.DefaultQuality {
		link.Quality = quality
	}
	if c.page.controls.source() == kindCard {
		link.Source = linkCard
	}
	if s.link == link.String() {
		return
	}
	s.link = link.String()
	location := window.Get("location")
	address := text(location.Get("pathname")) + text(location.Get("search"))
	if s.link != "" {
		address += "#" + s.link
	}
	// replaceState: going back should leave the page, not undo a slider.
	window.Get("history").Call("replaceState", js.Null(), "", address)
}

// url is the frame's URL with its origin, for programs outside of the page.
func (s *share) url() string {
	origin := s.chain.page.api
	if origin == "" {
		origin = text(window.Get("location").Get("origin"))
	}
	return wire.Query{Chain: s.chain.edit.Chain(), Quality: s.chain.edit.Quality()}.URL(origin)
}

// The look in words for other places.

func (s *share) command() string { return look.Curl(s.url()) }

func (s *share) program() string { return look.Program(s.url()) }

func (s *share) entry() string { return s.chain.edit.Entry(s.chain.edit.Chain()) }

// give puts words where the command stands, to be seen, and on the clipboard.
func (s *share) give(words string) { s.copy(words, write(s.curl, words)) }

// copy puts words on the clipboard, which pages have from a secure origin only; for the
// others the words are selected where they stand.
func (s *share) copy(words string, shown js.Value) {
	done := func(what string) { write(s.copied, what) }
	failed := func(js.Value) {
		if shown.Get("select").Truthy() {
			shown.Call("select")
		} else {
			window.Call("getSelection").Call("selectAllChildren", shown)
		}
		done("Selected: copy it with Ctrl+C")
	}
	clipboard := window.Get("navigator").Get("clipboard")
	if !clipboard.Truthy() {
		failed(js.Undefined())
		return
	}
	settled(clipboard.Call("writeText", words), func(js.Value) { done("Copied") }, failed)
}
