package filter_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"image/color"
	"reflect"
	"slices"
	"strings"
	"testing"

	"framepost/api/filter"
	"framepost/api/filter/filtertest"
	"framepost/api/frame"
	"framepost/api/wire"
)

func TestParseRefuses(t *testing.T) {
	tests := []struct {
		chain string
		wants []string // parts of the detail: the operation, the argument, what is allowed
	}{
		{"nosuch", []string{"operation 1, nosuch", "mirror", "resize"}},
		{"mirorr", []string{"operation 1, mirorr", "Did you mean mirror?"}},
		{"grey", []string{"Did you mean gray?"}},
		{"nothingatall", []string{"vignette, whitebalance"}},
		{"resize:widht=5", []string{`no parameter "widht"`, "resize:width:height", "Did you mean width?"}},
		{"text:hi:center", []string{"position", "one of top-left", "Did you mean centre?"}},
		{"mirror,Blur", []string{"operation 2", `"Blur"`}},
		{"mirror,", []string{"operation 2", `""`}},
		{"mirror:1", []string{"operation 1, mirror", "no arguments"}},
		{"mirror,resize:8193", []string{"operation 2, resize", `width "8193"`, "a whole number from 0 to 8192 px"}},
		{"resize:-1", []string{`width "-1"`, "from 0 to 8192 px"}},
		{"resize:1.5", []string{`width "1.5"`, "a whole number"}},
		{"resize:NaN", []string{`width "NaN"`}},
		{"resize:Inf", []string{`width "Inf"`}},
		{"resize:-Infinity", []string{`width "-Infinity"`}},
		{"resize:1e999", []string{`width "1e999"`}},
		{"resize:99999999999999999999999999", []string{`width "99999`, "8192"}},
		{"resize:0x10", []string{`width "0x10"`}},
		{"resize:1_000", []string{`width "1_000"`}},
		{"resize:७००", []string{"width", "a whole number"}},
		{"resize:0:0", []string{"operation 1, resize", "width 0 and height 0"}},
		{"resize:width=", []string{`width ""`}},
		{"resize:1:2:stretch:auto:centre:6", []string{"has 6 arguments", "resize:width:height:fit:kernel:gravity"}},
		{"resize:700:fit=fill", []string{`fit "fill"`, "one of stretch, contain, cover"}},
		{"resize:depth=3", []string{`no parameter "depth"`, "resize:width:height"}},
		{"resize:700:width=600", []string{"width twice"}},
		{"resize:width=600:width=600", []string{"width twice"}},
		{"crop:101%", []string{`x "101%"`, "0% to 100%"}},
		{"crop:-1%", []string{`x "-1%"`}},
		{"crop:%", []string{`x "%"`}},
		{"crop:0:0:0:5", []string{`width "0"`, "from 1 to 8192 px"}},
		{"rotate:10:#12345", []string{`background "#12345"`, "rrggbb", "CSS colour"}},
		{"rotate:10:##123456", []string{"background"}},
		{"rotate:10:+12345", []string{"background"}},
		{"rotate:361", []string{`angle "361"`, "a number from -360 to 360 °"}},
		{"brightness:" + strings.Repeat("9", 500), []string{"amount", "…"}},
		{strings.TrimSuffix(strings.Repeat("mirror,", 33), ","), []string{"more than 32 operations"}},
	}
	for _, test := range tests {
		_, err := registry.Parse(test.chain)
		var fault *wire.Error
		if !errors.As(err, &fault) || fault.Code != wire.BadOps {
			t.Errorf("Parse(%.60q) gives %v, want a bad_ops", test.chain, err)
			continue
		}
		for _, want := range test.wants {
			if !strings.Contains(fault.Detail, want) {
				t.Errorf("Parse(%.60q) says %q, which does not tell %q", test.chain, fault.Detail, want)
			}
		}
	}
}

func TestParseTakes(t *testing.T) {
	for _, chain := range []string{
		"", " ", "mirror", " resize : 700 , mirror ", "resize::480", "resize:height=480:width=0", "resize:1e2",
		"resize:700:fit=cover:height=700", "crop:10%:12.5%:100:100%", "rotate:-0.5:background=orange",
		"rotate:45:ff8000", "rotate:45:DarkOrange", "rotate:45:REBECCAPURPLE", "rotate:45:#FF8000", strings.TrimSuffix(strings.Repeat("mirror,", 32), ","),
	} {
		if _, err := registry.Parse(chain); err != nil {
			t.Errorf("Parse(%q): %v", chain, err)
		}
	}
}

// TestEveryDefaultIsAnArgument reads the defaults from the published JSON and passes them as
// arguments.
func TestEveryDefaultIsAnArgument(t *testing.T) {
	text, err := json.Marshal(registry.Ops())
	if err != nil {
		t.Fatal(err)
	}
	var ops []struct {
		Name   string
		Params []struct {
			Name    string
			Default any
		}
	}
	if err := json.Unmarshal(text, &ops); err != nil {
		t.Fatal(err)
	}
	for _, op := range ops {
		call := wire.Call{Name: op.Name}
		for _, p := range op.Params {
			call.Args = append(call.Args, wire.Arg{Key: p.Name, Value: fmt.Sprint(p.Default)})
		}
		chain := wire.FormatChain([]wire.Call{call})
		given, err := registry.Parse(chain)
		if err != nil {
			t.Errorf("%s: %v", chain, err)
			continue
		}
		bare, err := registry.Parse(op.Name)
		if err != nil {
			t.Errorf("%s: %v", op.Name, err)
			continue
		}
		if !reflect.DeepEqual(given.Arguments(), bare.Arguments()) {
			t.Errorf("%s has other arguments than %s", chain, op.Name)
		}
	}
}

func TestArguments(t *testing.T) {
	var a filter.Args // of the last call
	r := with(t, filter.Filter{
		Op: wire.Op{Name: "demo", Group: "tone", Doc: ".", Params: []wire.Param{
			{Name: "size", Doc: ".", Type: wire.Length, Range: &wire.Range{Min: 1, Max: 50}, Default: "50%"},
			{Name: "on", Doc: ".", Type: wire.Bool},
			{Name: "ink", Doc: ".", Type: wire.Colour, Default: "white"},
			{Name: "say", Doc: ".", Type: wire.Text, Range: &wire.Range{Min: 1, Max: 3}, Default: "hi"},
		}},
		Work: filter.Planes(func(args filter.Args, _ *frame.Frame) { a = args }),
	})
	filtertest.Apply(t, r, "demo", filtertest.Grey([]byte{0}))
	if a.Length("size", 31) != 16 || a.Bool("on") || a.Colour("ink").G != 255 || a.Text("say") != "hi" {
		t.Errorf("defaults: %+v", a)
	}
	filtertest.Apply(t, r, `demo:20:true:010203:é\,=`, filtertest.Grey([]byte{0}))
	c := a.Colour("ink")
	if a.Length("size", 31) != 20 || !a.Bool("on") || c.R != 1 || c.G != 2 || c.B != 3 || a.Text("say") != "é,=" {
		t.Errorf("given: %+v", a)
	}
	filtertest.Apply(t, r, "demo: : : :", filtertest.Grey([]byte{0}))
	if a.Given("size") || a.Given("on") || a.Given("ink") || a.Text("say") != "hi" {
		t.Errorf("left out: %+v", a)
	}
	filtertest.Apply(t, r, "demo:::: ", filtertest.Grey([]byte{0}))
	if !a.Given("say") || a.Text("say") != " " {
		t.Errorf("a blank is given: %+v", a)
	}
	for name, want := range map[string]color.RGBA{
		"Tomato": {255, 99, 71, 255}, "tomato": {255, 99, 71, 255}, "LIGHTGOLDENRODYELLOW": {250, 250, 210, 255},
		"RebeccaPurple": {102, 51, 153, 255}, "aBcDeF": {0xab, 0xcd, 0xef, 255},
	} {
		filtertest.Apply(t, r, "demo:ink="+name, filtertest.Grey([]byte{0}))
		if got := a.Colour("ink"); got != want {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
	for _, wrong := range []string{"demo:on=1", "demo:say=long", "demo:say=a\x01", "demo:say=\xff", "demo:say=", "demo:ink=nocolour",
		"demo:on= "} {
		if _, err := r.Parse(wrong); err == nil {
			t.Errorf("%q is taken", wrong)
		}
	}
}

func TestUndeclaredArgumentPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	filter.Args{}.Int("width")
}

// FuzzParse checks that every refusal has the code bad_ops, and that in every accepted chain each
// number is within its declared range.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"", "resize:700,mirror", "crop:10%:10%:80%:80%", "rotate:12.5:#ff8800", "resize:NaN", "resize:1e999", "a:=,:",
		"resize:width=1:height=2:fit=cover:kernel=area", "brightness:-1e1,contrast:+5", `text:a\,b\:c:size=5%`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		chain, err := registry.Parse(text)
		if err != nil {
			var fault *wire.Error
			if !errors.As(err, &fault) || fault.Code != wire.BadOps || fault.Detail == "" {
				t.Fatalf("Parse(%q) gives %v", text, err)
			}
			return
		}
		if works := chain.Works(); slices.Contains(works, "filter.ByArgs") || slices.Contains(works, "<nil>") {
			t.Fatalf("Parse(%q) leaves the work open", text)
		}
		for _, a := range chain.Arguments() {
			p := a.Param
			switch n, percent := a.Number(); {
			case percent && (n < 0 || n > 100):
				t.Fatalf("Parse(%q) takes %s %v%%", text, p.Name, n)
			case !percent && (p.Type == wire.Int || p.Type == wire.Float || p.Type == wire.Length) && !(n >= p.Min && n <= p.Max):
				t.Fatalf("Parse(%q) takes %s %v", text, p.Name, n)
			}
		}
	})
}
