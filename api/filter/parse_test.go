package filter

import (
	"errors"
	"strings"
	"testing"

	"framepost/api/wire"
)

func TestParseRefuses(t *testing.T) {
	tests := []struct {
		chain string
		wants []string // what the detail must hold: the operation, the argument, what is allowed
	}{
		{"nosuch", []string{"operation 1, nosuch", "mirror", "resize"}},
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
		{"resize:1:2:stretch:auto:5", []string{"has 5 arguments", "resize:width:height:fit:kernel"}},
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
		_, err := Parse(test.chain)
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
		"rotate:45:ff8000", "rotate:45:#FF8000", strings.TrimSuffix(strings.Repeat("mirror,", 32), ","),
	} {
		if _, err := Parse(chain); err != nil {
			t.Errorf("Parse(%q): %v", chain, err)
		}
	}
}

func TestArguments(t *testing.T) {
	p := []Param{
		{Name: "size", Doc: ".", Type: Length, Min: 1, Max: 50, Default: "50%"},
		{Name: "on", Doc: ".", Type: Bool},
		{Name: "ink", Doc: ".", Type: Colour, Default: "white"},
		{Name: "say", Doc: ".", Type: Text, Min: 1, Max: 3, Default: "hi"},
	}
	f := &Filter{Spec: Spec{Name: "demo", Params: p}}
	for i := range p {
		var err error
		text, _ := write(p[i].complete().Default)
		if p[i].initial, err = p[i].parse(text); err != nil {
			t.Fatal(err)
		}
	}
	bind := func(chain string) (Args, error) {
		calls, err := wire.ParseChain(chain)
		if err != nil {
			t.Fatal(err)
		}
		return f.bind(calls[0])
	}

	a, err := bind("demo")
	if err != nil || a.Length("size", 31) != 16 || a.Bool("on") || a.Colour("ink").G != 255 || a.Text("say") != "hi" {
		t.Errorf("defaults: %+v, %v", a.values, err)
	}
	a, err = bind(`demo:20:true:010203:é\,=`)
	c := a.Colour("ink")
	if err != nil || a.Length("size", 31) != 20 || !a.Bool("on") || c.R != 1 || c.G != 2 || c.B != 3 || a.Text("say") != "é,=" {
		t.Errorf("given: %+v, %v", a.values, err)
	}
	for _, wrong := range []string{"demo:on=1", "demo:say=long", "demo:say=a\x01", "demo:say=\xff", "demo:say=", "demo:ink=nocolour"} {
		if _, err := bind(wrong); err == nil {
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
	Args{}.Int("width")
}

// FuzzParse asks that whatever is refused is refused as bad_ops, and that whatever is
// taken has every number within its declared range.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"", "resize:700,mirror", "crop:10%:10%:80%:80%", "rotate:12.5:#ff8800", "resize:NaN", "resize:1e999", "a:=,:",
		"resize:width=1:height=2:fit=cover:kernel=area", "brightness:-1e1,contrast:+5", `text:a\,b\:c:size=5%`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		chain, err := Parse(text)
		if err != nil {
			var fault *wire.Error
			if !errors.As(err, &fault) || fault.Code != wire.BadOps || fault.Detail == "" {
				t.Fatalf("Parse(%q) gives %v", text, err)
			}
			return
		}
		for _, s := range chain.steps {
			if _, open := s.work.(ByArgs); open || s.work == nil {
				t.Fatalf("Parse(%q) leaves the work open", text)
			}
			for i, p := range s.args.params {
				v := s.args.values[i]
				switch {
				case v.percent && (v.number < 0 || v.number > 100):
					t.Fatalf("Parse(%q) takes %s %v%%", text, p.Name, v.number)
				case !v.percent && p.Type != Bool && p.Type.ranged() && p.Type != Text && !(v.number >= p.Min && v.number <= p.Max):
					t.Fatalf("Parse(%q) takes %s %v", text, p.Name, v.number)
				}
			}
		}
	})
}
