package browser

import (
	"math"
	"strconv"
	"strings"
	"syscall/js"

	"framepost/api/wire"
)

// longestSlider bounds the sliders of lengths, in px: a picture may be larger than a screen,
// but on a slider for the whole range single pixels could not be set.
const longestSlider = 2048

// newParam makes the row of a parameter: a label, the control of its type with the value, and
// perhaps a slider. The inputs have the parameter's index in data-param.
func newParam(p wire.Param, index int, value string) js.Value {
	if value == "" {
		value = p.DefaultText()
	}
	name := p.Name
	switch {
	case p.Type == wire.Length:
		name += ", px or %"
	case p.Unit != "":
		name += ", " + p.Unit
	}
	row := element("div", "class", "param")
	row.Call("append", write(element("label", "title", p.Doc), name))
	appendInput := func(input js.Value) {
		input.Get("dataset").Set("param", index)
		input.Set("title", p.Doc)
		input.Call("setAttribute", "aria-label", name)
		row.Call("append", input)
	}
	c := controlOf(p)
	appendInput(c.input(p, value))
	if c.slider {
		slider := element("input", "type", "range")
		appendInput(slider)
		setSlider(slider, p, value)
	}
	return row
}

// setSlider sets a slider to a value. For a length its unit is px or %, as in the value.
func setSlider(slider js.Value, p wire.Param, value string) {
	least, most, step := p.Min, p.Max, p.Step
	if p.Type == wire.Length {
		most = min(most, longestSlider)
	}
	share, percent := strings.CutSuffix(value, "%")
	if percent {
		least, most, step = 0, 100, 1
	}
	slider.Set("min", decimal(least))
	slider.Set("max", decimal(most))
	slider.Set("step", decimal(step))
	slider.Set("value", share)
}

// changedParam returns the value of an input that the viewer has changed, and updates the other
// input of the same parameter.
func changedParam(input js.Value, p wire.Param) string {
	c := controlOf(p)
	if !c.slider {
		return c.read(input)
	}
	slider := within(input.Get("parentNode"), "[type=range]")
	if !input.Equal(slider) {
		v := c.read(input)
		setSlider(slider, p, v)
		return v
	}
	other := within(input.Get("parentNode"), "[data-param]")
	v := value(slider)
	if p.Type == wire.Length && strings.HasSuffix(value(other), "%") {
		v += "%"
	}
	other.Set("value", v)
	return v
}

// decimal formats a number for HTML attributes, without a float's rounding error.
func decimal(x float64) string {
	return strconv.FormatFloat(math.Round(x*1e6)/1e6, 'f', -1, 64)
}
