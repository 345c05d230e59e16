package static

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
)

// Names of files that are more than files.
const (
	indexName  = "index.html"
	configName = "config.json"
)

// Settings are what the page is told in config.json besides what the file says.
type Settings struct {
	// Secure is the port of the same host that speaks TLS, as ":8443", or "": where a
	// page that was opened insecurely, and so gets no camera, can send its visitor.
	Secure string
}

// Site is the page: index.html and what it refers to. Each file has two paths: its
// name, asked for again each time, and its name with a hash of its content, kept by
// browsers forever. References in index.html are to the second.
type Site struct {
	assets map[string]*Asset // by path
}

// types are the kinds of files that belong to a page; what else lies in the folder is
// not served.
var types = map[string]string{
	".css":  "text/css; charset=utf-8",
	".html": "text/html; charset=utf-8",
	".ico":  "image/x-icon",
	".jpg":  "image/jpeg",
	".js":   "text/javascript; charset=utf-8",
	".json": "application/json",
	".png":  "image/png",
	".svg":  "image/svg+xml",
	".txt":  "text/plain; charset=utf-8",
	".wasm": "application/wasm", // or browsers refuse to compile while it streams in

	".webmanifest": "application/manifest+json",
}

// New reads the files of a page. A file name+".br" or name+".gz" is that file
// compressed; other text is compressed here.
func New(files fs.FS, settings Settings) (*Site, error) {
	index, err := fs.ReadFile(files, indexName)
	if err != nil {
		return nil, fmt.Errorf("the page: %w", err)
	}
	config, err := readConfig(files, settings)
	if err != nil {
		return nil, fmt.Errorf("the page's %s: %w", configName, err)
	}
	header := headers(config)
	site := &Site{assets: make(map[string]*Asset)}
	err = fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == indexName || name == configName || types[path.Ext(name)] == "" {
			return err
		}
		asset, err := load(files, name)
		if err != nil {
			return err
		}
		asset.header = header
		hashed := withHash(name, asset.hash)
		site.assets["/"+name], site.assets["/"+hashed] = asset, asset.forever()
		index = refer(index, name, hashed)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("the page: %w", err)
	}
	for name, body := range map[string][]byte{indexName: index, configName: config.json} {
		asset := NewAsset(types[path.Ext(name)], body)
		asset.header = header
		site.assets["/"+name] = asset
	}
	site.assets["/"] = site.assets["/"+indexName]
	return site, nil
}

// Assets gives every path of the site with what is there.
func (s *Site) Assets() map[string]*Asset { return s.assets }

func load(files fs.FS, name string) (*Asset, error) {
	body, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, err
	}
	asset := newAsset(types[path.Ext(name)], body)
	for _, sibling := range []struct{ extension, encoding string }{{".gz", "gzip"}, {".br", "br"}} {
		encoded, err := fs.ReadFile(files, name+sibling.extension)
		switch {
		case err == nil:
			asset.add(sibling.encoding, func() []byte { return encoded })
		case !errors.Is(err, fs.ErrNotExist):
			return nil, err
		}
	}
	if len(asset.forms) == 1 {
		asset.compress(body)
	}
	return asset, nil
}

// withHash puts a hash before the extension: "style.1a2b3c4d5e.css".
func withHash(name, hash string) string {
	extension := path.Ext(name)
	return strings.TrimSuffix(name, extension) + "." + hash + extension
}

// refer changes quoted references to a file in a page.
func refer(page []byte, name, hashed string) []byte {
	for _, quote := range []string{`"`, `'`} {
		for _, prefix := range []string{"", "./"} {
			page = bytes.ReplaceAll(page, []byte(quote+prefix+name+quote), []byte(quote+prefix+hashed+quote))
		}
	}
	return page
}

// config is what config.json says.
type config struct {
	api  string // the address of the API when it is not the page's own
	json []byte // completed with Settings
}

func readConfig(files fs.FS, settings Settings) (config, error) {
	fields := map[string]any{"api": ""}
	text, err := fs.ReadFile(files, configName)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return config{}, err
	default:
		if err := json.Unmarshal(text, &fields); err != nil {
			return config{}, err
		}
	}
	api, isText := fields["api"].(string)
	if !isText || strings.ContainsAny(api, " ;,\r\n") {
		return config{}, errors.New(`"api" must be the address of the API, or ""`)
	}
	fields["secure"] = settings.Secure
	completed, err := json.Marshal(fields)
	return config{api, completed}, err
}

// headers are those of every file of the page. Only its own scripts run and only its
// own API is spoken to, so nothing that a filter or a file name smuggles in can act;
// the camera is for this page alone and the microphone for nobody.
func headers(c config) http.Header {
	policy := []string{
		"default-src 'none'",
		"script-src 'self' 'wasm-unsafe-eval'",
		"style-src 'self'",
		"img-src 'self' blob: data:",
		"media-src 'self' blob:",
		strings.TrimSpace("connect-src 'self' " + c.api),
		"manifest-src 'self'",
		"base-uri 'none'",
		"form-action 'none'",
		"frame-ancestors 'none'",
	}
	return http.Header{
		"Content-Security-Policy": {strings.Join(policy, "; ")},
		"Permissions-Policy":      {"camera=(self), display-capture=(self), microphone=()"},
		"Referrer-Policy":         {"no-referrer"},
	}
}
