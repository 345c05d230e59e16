package browser

import (
	"cmp"
	"strings"
	"syscall/js"

	"framepost/api/wire"
	"framepost/wasmclient/look"
)

// linkCard is the name of the demo picture in a link.
const linkCard = "test"

// share keeps the page's address up to date with the chain and quality, and copies them as a
// link, a command, a program or a preset.
type share struct {
	edit    *look.Editor
	api     string // its origin
	may     *credential
	open    func(link look.Link, shared bool)
	first   string     // look of an address that has none; "": the default one
	link    string     // the address's fragment as it was last written or read
	pending *look.Link // one with a preset, until the presets are known
	command string     // as it was last shown
	wrong   bool       // the chain has an error, and the address does not have it

	curl, copied js.Value
}

func newShare(edit *look.Editor, api string, may *credential, open func(look.Link, bool)) *share {
	s := &share{edit: edit, api: api, may: may, open: open, curl: byID("curl"), copied: byID("copied")}
	onClick("copy-link", func() {
		s.copy(text(window.Get("location").Get("href")), byID("chain"))
		if s.wrong {
			write(s.copied, "Copied as it was before the chain had an error")
		}
	})
	pass := byID("share-link")
	pass.Set("hidden", !canShare(s.address()))
	onClick("share-link", func() {
		settled(window.Get("navigator").Call("share", s.address()), ignore, ignore) // the viewer sees what fails
	})
	for as, words := range map[string]func() string{
		"curl": s.curlCommand,
		"go":   func() string { return s.unmasked("//") + look.Program(s.url(), s.server()) },
		"json": func() string { return edit.Entry(edit.Chain()) },
	} {
		onClick("copy-"+as, func() {
			words := words()
			s.copy(words, write(s.curl, words))
		})
	}
	on(window, "hashchange", func(js.Value) {
		if hash := fragment(); hash != s.link {
			s.read(hash)
		}
	})
	return s
}

// address returns the argument of navigator.share for the page's address.
func (s *share) address() js.Value {
	return object("title", "framepost", "url", text(window.Get("location").Get("href")))
}

// fragment returns the part of the page's address after the #.
func fragment() string {
	_, fragment, _ := strings.Cut(text(window.Get("location").Get("href")), "#")
	return fragment
}

// begin opens the look of the page's address, or the first one where that has none.
func (s *share) begin(first string) {
	s.first = first
	s.read(cmp.Or(fragment(), first))
}

// read opens the look of a link.
func (s *share) read(hash string) {
	s.link, s.pending = hash, nil
	link := look.ParseLink(hash)
	if link.Source == linkCard {
		choose("source", kindCard)
	}
	if link.Preset != "" && len(s.edit.Presets) == 0 {
		s.pending = &link
		return
	}
	s.open(link, fragment() != "")
}

// loaded is called when the presets are known.
func (s *share) loaded() {
	if link := s.pending; link != nil {
		s.pending = nil
		s.open(*link, true)
	}
}

// show writes chain and quality into the command and the page's address. It does not change the
// address while a link waits for the presets or the chain has an error, since the old address
// is better then. Where the command is replaced by a program, that also stays until chain or
// quality change, since the viewer may have selected it.
func (s *share) show(right bool) {
	s.wrong = !right
	if command := s.curlCommand(); command != s.command {
		s.command = command
		write(s.curl, command)
	}
	if s.pending != nil || !right {
		return
	}
	link := s.current().String()
	if s.link == link {
		return
	}
	s.link = link
	address := page()
	if link != "" {
		address += "#" + link
	}
	// replaceState: the back button should leave the page, not undo a slider.
	window.Get("history").Call("replaceState", js.Null(), "", address)
}

// current returns the link to the look. It leaves out the defaults, but not the default
// chain where an address without any opens another.
func (s *share) current() (link look.Link) {
	chain := s.edit.Chain()
	if chain != wire.DefaultChain || s.first != "" {
		if link.Preset = s.edit.Listed(chain); link.Preset == "" {
			link.Chain = &chain
		}
	}
	if quality := s.edit.Quality(); quality != wire.DefaultQuality {
		link.Quality = quality
	}
	if chosenSource() == kindCard {
		link.Source = linkCard
	}
	return link
}

// server returns what a program has to know of the server. One at home has made its own
// certificate, which the viewer has accepted, but programs do not trust.
func (s *share) server() look.Server {
	location := window.Get("location")
	home := s.api == "" && text(location.Get("protocol")) == "https:" && atHome(text(location.Get("hostname")))
	return look.Server{Needs: s.may.kind(), SelfSigned: home}
}

// url returns the frame's URL with its origin, for programs outside of the page.
func (s *share) url() string {
	origin := s.api
	if origin == "" {
		origin = text(window.Get("location").Get("origin"))
	}
	chain := s.edit.Chain()
	if divided, err := wire.DivideChain(chain); err == nil {
		chain = divided.Whole() // a program has no page
	}
	return wire.Query{Chain: chain, Quality: s.edit.Quality()}.URL(origin)
}

func (s *share) curlCommand() string { return s.unmasked("#") + look.Curl(s.url(), s.server()) }

// unmasked returns a line that says what a program does otherwise than the page if the chain has a
// mask, or "". Comments begin with a mark.
func (s *share) unmasked(mark string) string {
	if !wire.Bares(s.edit.Chain(), "") {
		return ""
	}
	return mark + " in.jpg is sent as it is: only the page masks a picture before it sends it.\n"
}

// copy writes words to the clipboard. Without one, in pages of insecure origins, it selects the
// element that shows the words.
func (s *share) copy(words string, shown js.Value) {
	failed := func(js.Value) {
		if shown.Get("select").Truthy() {
			shown.Call("select")
		} else {
			window.Call("getSelection").Call("selectAllChildren", shown)
		}
		write(s.copied, "Selected: copy it with Ctrl+C")
	}
	if clipboard := window.Get("navigator").Get("clipboard"); clipboard.Truthy() {
		settled(clipboard.Call("writeText", words), func(js.Value) { write(s.copied, "Copied") }, failed)
	} else {
		failed(js.Undefined())
	}
}
