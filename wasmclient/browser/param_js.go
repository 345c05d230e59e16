package browser

import (
	"math"
	"strconv"
	"strings"
	"syscall/js"

	"framepost/wasmclient/look"
)

// longestSlider bounds the sliders of lengths: a picture may be larger than a screen,
// but a slider over all that is allowed could not be set to a pixel.
const longestSlider = 2048

// newParam makes the control of a parameter that has that value. Its inputs are marked
// with the parameter's place in data-param.
func newParam(p look.Param, place int, value string) js.Value {
	if value == "" {
		value = p.Default
	}
	at := strconv.Itoa(place)
	box := element("div", "class", "param")
	name := p.Name
	if p.Unit != "" {
		name += ", " + p.Unit
	}
	label := write(element("label", "title", p.Doc), name)
	box.Call("append", label)
	var input js.Value
	switch p.Type {
	case look.Int, look.Float:
		input = element("input", "type", "number", "min", number(p.Min), "max", number(p.Max), "step", number(p.Step))
	case look.Choice:
		input = newSelect(p.Choices)
	case look.Bool:
		input = element("input", "type", "checkbox")
		input.Set("checked", value == "true")
	case look.Colour:
		input = element("input", "type", "color")
		value = hexColour(value)
	default:
		input = element("input", "type", "text", "spellcheck", "false")
		if p.Type != look.Length {
			input.Set("maxLength", int(p.Max))
			box.Get("classList").Call("add", "long")
		}
	}
	input.Set("value", value)
	input.Get("dataset").Set("param", at)
	input.Set("title", p.Doc)
	input.Call("setAttribute", "aria-label", name)
	box.Call("append", input)
	if p.Type == look.Int || p.Type == look.Float || p.Type == look.Length {
		slider := element("input", "type", "range", "aria-label", name, "title", p.Doc)
		slider.Get("dataset").Set("param", at)
		box.Call("append", slider)
		setSlider(slider, p, value)
	}
	return box
}

func newSelect(choices []string) js.Value {
	s := element("select")
	for _, c := range choices {
		s.Call("append", write(element("option"), c))
	}
	return s
}

// setSlider brings a slider to a value; that of a length is in px or in %, as the value
// is.
func setSlider(slider js.Value, p look.Param, value string) {
	least, most, step := p.Min, p.Max, p.Step
	if p.Type == look.Length {
		most = min(most, longestSlider)
	}
	share, percent := strings.CutSuffix(value, "%")
	if percent {
		least, most, step = 0, 100, 1
	}
	slider.Set("min", number(least))
	slider.Set("max", number(most))
	slider.Set("step", number(step))
	slider.Set("value", share)
}

// changedParam reads an input that has been changed, and brings the other one of the same
// parameter in step.
func changedParam(input js.Value, p look.Param) string {
	kind := text(input.Get("type"))
	v := value(input)
	switch kind {
	case "checkbox":
		return strconv.FormatBool(input.Get("checked").Bool())
	case "color":
		return strings.TrimPrefix(v, "#")
	}
	other := within(input.Get("parentNode"), "[data-param]:not([type="+kind+"])")
	if !other.Truthy() {
		return v
	}
	if kind != "range" {
		setSlider(other, p, v)
		return v
	}
	if p.Type == look.Length && strings.HasSuffix(value(other), "%") {
		v += "%"
	}
	other.Set("value", v)
	return v
}

// hexColour turns a colour as a chain has it into #rrggbb, by asking the browser, which
// knows every name.
func hexColour(colour string) string {
	ctx := element("canvas").Call("getContext", "2d")
	if _, err := strconv.ParseUint(colour, 16, 24); err == nil && len(colour) == 6 {
		colour = "#" + colour
	}
	ctx.Set("fillStyle", colour)
	return ctx.Get("fillStyle").String()
}

func number(x float64) string {
	return strconv.FormatFloat(math.Round(x*1e6)/1e6, 'f', -1, 64)
}
