package browser

import (
	"strconv"
	"strings"
	"syscall/js"

	"framepost/api/wire"
)

// control makes and reads the input for parameters of one type. To add a type, add its control
// to controls; public/desk.css has the style of the inputs.
type control struct {
	input  func(p wire.Param, value string) js.Value // returns an input that shows the value
	read   func(input js.Value) string               // returns the value as a chain has it
	slider bool                                      // whether there is a slider beside the input
}

// controls are the controls by type of parameter.
var controls = map[wire.Type]control{
	wire.Int:    {input: numberInput, read: value, slider: true},
	wire.Float:  {input: numberInput, read: value, slider: true},
	wire.Length: {input: textInput, read: value, slider: true},
	wire.Choice: {input: selectInput, read: value},
	wire.Bool:   {input: checkbox, read: checked},
	wire.Colour: {input: colourInput, read: readColour},
}

// controlOf returns the control of a parameter: that of text if the page does not know its
// type.
func controlOf(p wire.Param) control {
	if c, known := controls[p.Type]; known {
		return c
	}
	return control{input: longTextInput, read: value}
}

func withValue(input js.Value, value string) js.Value {
	input.Set("value", value)
	return input
}

func numberInput(p wire.Param, value string) js.Value {
	return withValue(element("input", "type", "number", "min", decimal(p.Min), "max", decimal(p.Max), "step", decimal(p.Step)), value)
}

func textInput(_ wire.Param, value string) js.Value {
	return withValue(element("input", "type", "text", "spellcheck", "false"), value)
}

func longTextInput(p wire.Param, value string) js.Value {
	input := textInput(p, value)
	input.Set("maxLength", int(p.Max))
	input.Get("classList").Call("add", "long")
	return input
}

func selectInput(p wire.Param, value string) js.Value {
	input := element("select")
	for _, c := range p.Choices {
		input.Call("append", write(element("option"), c))
	}
	return withValue(input, value)
}

func checkbox(_ wire.Param, value string) js.Value {
	input := element("input", "type", "checkbox")
	input.Set("checked", value == "true")
	return input
}

func checked(input js.Value) string { return strconv.FormatBool(input.Get("checked").Bool()) }

// colourInput returns an input that shows a colour. The input takes only #rrggbb; a canvas
// converts colour names to that.
func colourInput(_ wire.Param, value string) js.Value {
	if _, err := strconv.ParseUint(value, 16, 24); err == nil && len(value) == 6 {
		value = "#" + value
	}
	ctx := element("canvas").Call("getContext", "2d")
	ctx.Set("fillStyle", value)
	return withValue(element("input", "type", "color"), ctx.Get("fillStyle").String())
}

func readColour(input js.Value) string { return strings.TrimPrefix(value(input), "#") }
