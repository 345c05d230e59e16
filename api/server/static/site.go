package static

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"
)

// Names of files that are treated in a special way.
const (
	indexName  = "index.html"
	configName = "config.json"
)

// Settings are values for config.json from outside of the file.
type Settings struct {
	// Secure is the port of the same host that speaks TLS, as ":8443", or "". A page that was
	// opened insecurely, and so gets no camera, can send its visitor there.
	Secure string
	// Rates are the prices by which the page computes what a stream costs, a JSON object; nil
	// for none. Rates in the file take precedence.
	Rates json.RawMessage
	// Cameras are the names of those that the server fetches. The page offers them where the
	// server is its own origin.
	Cameras []string
	// Watch tells the page of the server's own origin to follow changes of its operations.
	Watch bool
}

// Site is the page: index.html and the files that it refers to. Each file has two paths: its
// name, for which browsers ask each time, and its name with a hash of its content, which they
// cache forever. References in index.html use the second one.
type Site struct {
	assets func() map[string]*Asset // by path; made for the first request
}

// types are the media types of the page's files, by extension. Other files in the folder are
// not served.
var types = map[string]string{
	".css":  "text/css; charset=utf-8",
	".dat":  "application/octet-stream",
	".html": "text/html; charset=utf-8",
	".ico":  "image/x-icon",
	".jpg":  "image/jpeg",
	".js":   "text/javascript; charset=utf-8",
	".json": "application/json",
	".png":  "image/png",
	".svg":  "image/svg+xml",
	".ttf":  "font/ttf",
	".txt":  "text/plain; charset=utf-8",
	".wasm": "application/wasm", // browsers compile a module while it arrives only with this type

	".webmanifest": "application/manifest+json",
}

// New returns the page in files, which are embedded and so can be read. A file name+".br" or
// name+".gz" is the compressed form of that file; with the latter the file itself may be
// missing, which saves its size in the binary. Other text is compressed here. New reads
// index.html and config.json; the others are read when somebody asks for a page, as frames do
// not wait for it.
func New(files fs.FS, settings Settings) (*Site, error) {
	index, err := fs.ReadFile(files, indexName)
	if err != nil {
		return nil, fmt.Errorf("the page: %w", err)
	}
	config, err := readConfig(files, settings)
	if err != nil {
		return nil, fmt.Errorf("the page's %s: %w", configName, err)
	}
	return &Site{sync.OnceValue(func() map[string]*Asset {
		assets, err := loadAll(files, string(index), config)
		if err != nil {
			panic(err)
		}
		return assets
	})}, nil
}

func loadAll(files fs.FS, index string, c config) (map[string]*Asset, error) {
	names, err := list(files)
	if err != nil {
		return nil, err
	}
	assets := make(map[string]*Asset)
	var hashes []string // a reference and what replaces it, in turn
	for _, name := range names {
		asset, err := load(files, name)
		if err != nil {
			return nil, err
		}
		hashed := withHash(name, asset.hash)
		assets["/"+name], assets["/"+hashed] = asset, asset.forever()
		for _, before := range []string{`"`, `'`, `"./`, `'./`} {
			after := before[:1]
			hashes = append(hashes, before+name+after, before+hashed+after)
		}
	}
	assets["/"+configName] = NewAsset(types[path.Ext(configName)], c.json)
	assets["/"+indexName] = NewAsset(types[path.Ext(indexName)], []byte(strings.NewReplacer(hashes...).Replace(index)))
	assets["/"] = assets["/"+indexName]
	for _, asset := range assets {
		asset.header = headers(c)
	}
	return assets, nil
}

// Asset returns the document at a path, nil if there is none.
func (s *Site) Asset(path string) *Asset { return s.assets()[path] }

// list returns the names of the files that are served unchanged.
func list(files fs.FS) ([]string, error) {
	var names []string
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == indexName || name == configName {
			return err
		}
		if name = strings.TrimSuffix(name, ".gz"); types[path.Ext(name)] != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
		return nil
	})
	return names, err
}

// load makes an asset of a file and its compressed variants. At start it reads only the
// smallest variant, to compute the hash; the others are read when a client asks for them, which
// cannot fail, since the files are embedded.
func load(files fs.FS, name string) (*Asset, error) {
	var there []string // extensions of the variants that exist, the smallest last
	var size int64
	for _, extension := range []string{"", ".gz", ".br"} {
		if info, err := fs.Stat(files, name+extension); err == nil {
			there, size = append(there, extension), info.Size()
		}
	}
	sum, err := checksum(files, name+there[len(there)-1])
	if err != nil {
		return nil, err
	}
	read := func(extension string) func() []byte {
		return sync.OnceValue(func() []byte {
			body, _ := fs.ReadFile(files, name+extension)
			return body
		})
	}
	gz, body := read(".gz"), read("")
	if !slices.Contains(there, "") {
		body = sync.OnceValue(func() []byte { return unzipped(gz()) })
	}
	asset := newAsset(types[path.Ext(name)], sum, body)
	if slices.Contains(there, ".gz") {
		asset.add("gzip", gz)
	}
	if slices.Contains(there, ".br") {
		asset.add("br", read(".br"))
	}
	if slices.Equal(there, []string{""}) && size >= leastCompressed {
		asset.compress()
	}
	return asset, nil
}

// buffers are used one file after the other: fresh memory costs more than the sums.
var buffers = sync.Pool{New: func() any { return new([32 << 10]byte) }}

func checksum(files fs.FS, name string) ([]byte, error) {
	file, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	sum := sha256.New()
	buffer := buffers.Get().(*[32 << 10]byte)
	defer buffers.Put(buffer)
	_, err = io.CopyBuffer(sum, file, buffer[:])
	return sum.Sum(nil), err
}

// withHash inserts a hash before the extension: "style.1a2b3c4d5e.css".
func withHash(name, hash string) string {
	extension := path.Ext(name)
	return strings.TrimSuffix(name, extension) + "." + hash + extension
}

// config is the content of config.json.
type config struct {
	api  string // the origin of the API if it is not the page's own
	json []byte // the file's content, completed with Settings
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
	if _, given := fields["rates"]; !given && settings.Rates != nil {
		fields["rates"] = settings.Rates
	}
	if len(settings.Cameras) > 0 && api == "" {
		fields["cameras"] = settings.Cameras
	}
	if settings.Watch && api == "" {
		fields["watch"] = true
	}
	completed, err := json.Marshal(fields)
	return config{api, completed}, err
}

// headers returns the headers for every file of the page. They allow only the page's own
// scripts and its own API, so that nothing that gets into the page through a filter or a file
// name can act. They allow the camera to this page only, and the microphone to none.
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
