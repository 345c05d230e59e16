package browser

import (
	"strconv"
	"strings"
	"syscall/js"

	"framepost/wasmclient/look"
)

// control is how the page asks for a parameter of one type. A new type is one more in
// controls; what an input of it looks like is in public/desk.css.
type control struct {
	input  func(p look.Param, value string) js.Value // shows the value
	read   func(input js.Value) string               // the value, as a chain has it
	slider bool                                      // beside the input
}

// controls are all of them, by the types of look.Param.
var controls = map[string]control{
	look.Int:    {input: numberInput, read: value, slider: true},
	look.Float:  {input: numberInput, read: value, slider: true},
	look.Length: {input: textInput, read: value, slider: true},
	look.Choice: {input: selectInput, read: value},
	look.Bool:   {input: checkbox, read: checked},
	look.Colour: {input: colourInput, read: readColour},
}

// controlOf returns the control of a parameter: text for a type that the page does not
// know.
func controlOf(p look.Param) control {
	if c, known := controls[p.Type]; known {
		return c
	}
	return control{input: longTextInput, read: value}
}

func withValue(input js.Value, value string) js.Value {
	input.Set("value", value)
	return input
}

func numberInput(p look.Param, value string) js.Value {
	return withValue(element("input", "type", "number", "min", decimal(p.Min), "max", decimal(p.Max), "step", decimal(p.Step)), value)
}

func textInput(_ look.Param, value string) js.Value {
	return withValue(element("input", "type", "text", "spellcheck", "false"), value)
}

func longTextInput(p look.Param, value string) js.Value {
	input := textInput(p, value)
	input.Set("maxLength", int(p.Max))
	input.Get("classList").Call("add", "long")
	return input
}

func selectInput(p look.Param, value string) js.Value {
	input := element("select")
	for _, c := range p.Choices {
		input.Call("append", write(element("option"), c))
	}
	return withValue(input, value)
}

func checkbox(_ look.Param, value string) js.Value {
	input := element("input", "type", "checkbox")
	input.Set("checked", value == "true")
	return input
}

func checked(input js.Value) string { return strconv.FormatBool(input.Get("checked").Bool()) }

// colourInput needs #rrggbb. The browser's canvas knows every colour's name.
func colourInput(_ look.Param, value string) js.Value {
	if _, err := strconv.ParseUint(value, 16, 24); err == nil && len(value) == 6 {
		value = "#" + value
	}
	ctx := element("canvas").Call("getContext", "2d")
	ctx.Set("fillStyle", value)
	return withValue(element("input", "type", "color"), ctx.Get("fillStyle").String())
}

func readColour(input js.Value) string { return strings.TrimPrefix(value(input), "#") }
