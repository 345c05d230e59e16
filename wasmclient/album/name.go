package album

import (
	"strconv"
	"strings"
)

// longestName bounds a file's name without its extension, in bytes: file systems take 255 of the
// whole.
const longestName = 200

// Name returns the name under which the result of a file is saved: "portrait-noir.jpg" for
// "portrait.png" with the preset noir as a JPEG. look is "" for a chain that is no preset, which
// is "edited". format is one of wire.QueryFormat.
func Name(original, look, format string) string {
	if look == "" {
		look = "edited"
	}
	if format == "jpeg" {
		format = "jpg"
	}
	return plain(original) + "-" + look + "." + format
}

// plain returns the name of a file without folders and extension, and without what a file
// system might refuse.
func plain(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	if dot := strings.LastIndexByte(name, '.'); dot > 0 {
		name = name[:dot]
	}
	name = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`<>:"|?*`+"\x7f", r) {
			return '_'
		}
		return r
	}, strings.ToValidUTF8(name, "_"))
	if len(name) > longestName {
		name = strings.ToValidUTF8(name[:longestName], "") // not half a character
	}
	if name = strings.Trim(name, ". "); name == "" {
		return "photo"
	}
	return name
}

// Names makes each name different from the others, as the files of one folder.
type Names map[string]bool

// Unlike returns the name, or one with a number before the extension if that is taken. Names that
// differ only in case are the same on many systems.
func (n Names) Unlike(name string) string {
	dot := strings.LastIndexByte(name, '.')
	if dot < 0 {
		dot = len(name)
	}
	free := name
	for i := 2; n[strings.ToLower(free)]; i++ {
		free = name[:dot] + "-" + strconv.Itoa(i) + name[dot:]
	}
	n[strings.ToLower(free)] = true
	return free
}
