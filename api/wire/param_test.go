package wire

import (
	"encoding/json"
	"testing"
)

// TestParamJSON checks what PathOps publishes: the fields of Range for the types that have
// one, and none of them for the others.
func TestParamJSON(t *testing.T) {
	tests := []struct {
		param Param
		want  string
	}{
		{Param{Name: "width", Doc: "New width", Type: Int, Unit: "px", Range: &Range{Max: 8192, Step: 1}, Default: 700},
			`{"name":"width","doc":"New width","type":"int","unit":"px","min":0,"max":8192,"step":1,"default":700}`},
		{Param{Name: "fit", Doc: "How", Type: Choice, Choices: []string{"stretch", "cover"}, Default: "stretch"},
			`{"name":"fit","doc":"How","type":"choice","choices":["stretch","cover"],"default":"stretch"}`},
		{Param{Name: "on", Doc: "Whether", Type: Bool, Default: false},
			`{"name":"on","doc":"Whether","type":"bool","default":false}`},
	}
	for _, test := range tests {
		text, err := json.Marshal(test.param)
		if err != nil || string(text) != test.want {
			t.Errorf("%s is %s, %v; want %s", test.param.Name, text, err, test.want)
		}
		var back Param
		if err := json.Unmarshal(text, &back); err != nil {
			t.Errorf("%s: %v", test.param.Name, err)
		}
		if back.Type.Ranged() != (back.Range != nil) || back.DefaultText() != test.param.DefaultText() {
			t.Errorf("%s comes back as %+v", text, back)
		}
	}
}

func TestPropertiesJSON(t *testing.T) {
	for want, properties := range map[string]Properties{
		`{}`:                                  {},
		`{"sets_size":true}`:                  {SetsSize: true},
		`{"costly":true,"reports":["faces"]}`: {Costly: true, Reports: []string{"faces"}},
		`{"mirrors":true,"reads_clock":true}`: {Mirrors: true, ReadsClock: true},
	} {
		if text, err := json.Marshal(properties); err != nil || string(text) != want {
			t.Errorf("%+v is %s, %v; want %s", properties, text, err, want)
		}
	}
}

func TestDefaultText(t *testing.T) {
	for want, value := range map[string]any{"700": 700, "-0.25": -0.25, "0": 0.0, "true": true, "3%": "3%", "": nil} {
		if got := (Param{Default: value}).DefaultText(); got != want {
			t.Errorf("%v is written %q, want %q", value, got, want)
		}
	}
}
