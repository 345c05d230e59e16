package server

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"framepost/api/pipeline"
	"framepost/api/server/access"
	"framepost/api/wire"
)

type object = map[string]any

// openAPI describes the contract (OpenAPI 3.1), from the same constants, error table
// and catalogue that requests are answered with.
func openAPI(c pipeline.Catalogue, limits Config) object {
	return object{
		"openapi": "3.1.0",
		"info": object{
			"title":       "framepost",
			"version":     "1",
			"description": "POST a frame, get a frame: one picture in, the picture after a chain of operations out. No session; any instance can answer any frame.",
			"license":     object{"name": "MIT", "identifier": "MIT"},
		},
		"paths": object{
			wire.PathFrame: object{
				"post": frameOperation("postFrame", "Process a picture", c, limits.Access.Require, frameBody(limits), framePostCodes...),
				"get":  frameOperation("getFrame", "Process the built-in test card", c, limits.Access.Require, nil, frameGetCodes...),
			},
			wire.PathStream: object{
				"post": streamOperation("postStream", "Process every picture of a stream, while it comes", c, limits.Access.Require, streamBody(limits), streamPostCodes...),
				"put":  streamOperation("putStream", "The same, for clients that put what they upload, as curl -T does", c, limits.Access.Require, streamBody(limits), streamPostCodes...),
				"get":  streamOperation("getStream", "Process the built-in test card, moving", c, limits.Access.Require, nil, streamGetCodes...),
			},
			cameraPath: object{"get": cameraOperation(c, limits)},
			wire.PathCameras: object{"get": document("listCameras", "The names of the cameras that can be watched",
				"application/json", properties(object{"cameras": list(object{"type": "string"})}))},
			wire.PathOps: object{"get": document("listOps", "Every operation with its parameters, and the presets",
				"application/json", object{"$ref": "#/components/schemas/Catalogue"})},
			wire.PathOpenAPI: object{"get": document("getContract", "This document", "application/json", object{"type": "object"})},
			wire.PathHealth: object{"get": withCodes(document("getHealth", "Whether the instance takes frames",
				"text/plain", object{"type": "string"}), wire.Draining)},
			wire.PathMetrics: object{"get": document("getMetrics", "Figures for Prometheus", "text/plain", object{"type": "string"})},
			"/":              object{"get": document("getPage", "The page", "text/html", object{"type": "string"})},
		},
		"components": object{
			"securitySchemes": object{
				"capability": object{"type": "apiKey", "in": "query", "name": wire.QueryCap,
					"description": "What framepost sign prints: it allows some chains and sizes until a moment. A page may show it."},
				"key": object{"type": "http", "scheme": "bearer", "description": "A secret of a program. It allows everything."},
			},
			"responses": codeResponses(),
			"schemas":   object{"Problem": problemSchema(), "Catalogue": catalogueSchema(c)},
		},
	}
}

// The codes that each way of asking for a frame can end with.
var (
	frameGetCodes = []wire.Code{wire.BadOps, wire.BadQuality, wire.BadBytes, wire.BadScale, wire.BadFormat, wire.BadRegion, wire.BadQuery, wire.BadHeader, wire.BadBody, wire.BadOrigin, wire.BadHost,
		wire.Unauthorized, wire.Expired, wire.Forbidden, wire.RateLimited, wire.TooManyPixels, wire.TooSmall, wire.NotLocal, wire.SmallRegion, wire.Busy, wire.Late,
		wire.Timeout, wire.FilterFailed, wire.SidecarFailed, wire.SidecarLate, wire.Internal}
	framePostCodes = append([]wire.Code{wire.TooLarge, wire.UnsupportedMedia, wire.Undecodable}, frameGetCodes...)
)

func frameOperation(id, summary string, c pipeline.Catalogue, require access.Require, body object, codes ...wire.Code) object {
	operation := object{
		"operationId": id,
		"summary":     summary,
		"description": "A query parameter of another name is an error. Frames wait in a short queue: of the viewer served longest ago, the newest goes first.",
		"parameters":  frameParameters(c),
		"security":    security(require),
		"responses": object{"200": object{
			"description": "The processed picture; for a client that accepts only text, a data URL of it; for one that accepts only JSON, no picture but its size, the faces and what the chain has measured.",
			"headers": object{
				wire.HeaderFrameID:      header("The request's, if it was visible ASCII of at most " + fmt.Sprint(maxFrameID) + " characters."),
				wire.HeaderFrameSize:    header("Width and height of the answer in px, as 700x525."),
				wire.HeaderFrameRegion:  header("Where the answer to a region lies in the answer to the whole frame, as x,y,w,h,W,H in px of that."),
				wire.HeaderFrameReach:   header("By how many px of the frame what has changed must be widened at each side, and then outwards to multiples of " + fmt.Sprint(wire.RegionStep) + ", for a region that has all that it changes in the answer. It is left out if the chain can't be done to a region."),
				wire.HeaderFrameAffine:  header("Which place of the frame, upright, each place of the answer shows, as a,b,c,d,e,f: x,y is at ax+cy+e,bx+dy+f, all in shares of the sides from the top left. It is left out if an operation has moved the picture in another way than to crop, scale, mirror and turn it, or if a filter or a service has changed its size."),
				wire.HeaderFrameFaces:   header("Where the operation faces has found some, as x,y,w,h in px of the answer, joined by semicolons."),
				wire.HeaderFrameFigures: header("What the chain has measured, as a dictionary of structured fields (RFC 9651): sharpness, brightness, palette, thumbhash."),
				wire.HeaderFrameQuality: header("The quality that came of " + wire.QueryBytes + ", rounded down; only with it."),
				wire.HeaderFrameBoxes:   header("What services have found, as x,y,w,h,score,label in px of the answer, joined by semicolons; labels are percent-encoded. At most 2 KiB of it; an answer as JSON has all."),
				wire.HeaderFrameSkipped: header("The services without which the frame went on, with the reason: detect;down. Reasons are busy, late, down, status, answer and open."),
				wire.HeaderServerTiming: header("Where the server's time went, in ms: queue, decode, ops, each service by its name, encode; and receive, how long the body took to arrive after the headers."),
			},
			"content": frameContent(),
		}},
	}
	if body != nil {
		operation["requestBody"] = body
	}
	return withCodes(operation, codes...)
}

// security says what a request must have: one of the list.
func security(require access.Require) []object {
	capability, key := object{"capability": []string{}}, object{"key": []string{}}
	switch require {
	case access.Cap:
		return []object{capability, key}
	case access.Key:
		return []object{key}
	}
	return []object{{}, capability, key}
}

// frameContent describes the shapes of an answer.
func frameContent() object {
	content := object{
		"text/plain":       object{"schema": object{"type": "string", "description": dataScheme + pipeline.Formats[0].MIME + base64Mark + ",…"}},
		"application/json": object{"schema": findingsSchema},
	}
	for _, format := range pipeline.Formats {
		content[format.MIME] = object{"schema": object{"type": "string", "format": "binary"}}
	}
	return content
}

var findingsSchema = object{
	"type":     "object",
	"required": []string{"width", "height", "faces"},
	"properties": object{
		"width":  object{"type": "integer", "description": "px"},
		"height": object{"type": "integer", "description": "px"},
		"faces": object{"type": "array", "items": object{"type": "object", "properties": object{
			"x": object{"type": "integer"}, "y": object{"type": "integer"},
			"w": object{"type": "integer"}, "h": object{"type": "integer"},
		}}},
		"boxes": object{"type": "array", "description": "What services have found; after an operation that reports boxes.",
			"items": properties(object{
				"x": object{"type": "integer"}, "y": object{"type": "integer"}, "w": object{"type": "integer"}, "h": object{"type": "integer"},
				"label": object{"type": "string"}, "score": object{"type": "number", "minimum": 0, "maximum": 1},
			})},
		"palette": object{"type": "array", "description": "The dominant colours, the largest share first; after the operation palette.",
			"items": properties(object{
				"colour": object{"type": "string", "pattern": "^#[0-9a-f]{6}$"},
				"share":  object{"type": "number", "description": "%", "minimum": 0, "maximum": 100},
			})},
		"thumbhash":  object{"type": "string", "contentEncoding": "base64", "description": "A ThumbHash; after the operation thumbhash."},
		"sharpness":  object{"type": "number", "minimum": 0, "description": "Variance of the Laplacian of luma; after the operation sharpness."},
		"brightness": object{"type": "number", "description": "Mean luma in %; after the operation meter.", "minimum": 0, "maximum": 100},
	},
}

func frameParameters(c pipeline.Catalogue) []object {
	var ops strings.Builder
	ops.WriteString("A chain of operations, name[:arg[:arg…]] joined by commas; an argument is given by position or as key=value. Operations:")
	for _, spec := range c.Ops {
		ops.WriteString("\n- " + usage(spec) + ": " + spec.Doc)
	}
	presets := make([]string, len(c.Presets))
	for i, preset := range c.Presets {
		presets[i] = preset.Name
	}
	return []object{
		parameter("query", wire.QueryOps, ops.String(),
			object{"type": "string", "maxLength": wire.MaxChainLength, "default": wire.DefaultChain}),
		parameter("query", wire.QueryPreset, "A named chain, instead of "+wire.QueryOps+".",
			object{"type": "string", "enum": presets}),
		parameter("query", wire.QueryFormat, "Format of the answer; without it, the only type of picture that Accept names, else the default.",
			object{"type": "string", "enum": formatNames(), "default": pipeline.Formats[0].Name}),
		parameter("query", wire.QueryQuality, "Quality of the answer; a lossless format has the best.",
			object{"type": "integer", "minimum": wire.MinQuality, "maximum": wire.MaxQuality, "default": wire.DefaultQuality}),
		parameter("query", wire.QueryBytes, "The most bytes that the answer's JPEG may have, 30000 or 30k or 2M. The quality is the best that fits, at most "+
			wire.QueryQuality+" (without it 100) and at least "+fmt.Sprint(wire.LeastQuality)+", unless "+wire.QueryQuality+" is less; a picture that takes more is refused, or with "+wire.AboutBytes+" before the number it is the answer.",
			object{"type": "string", "pattern": "^~?[0-9]+[kKmM]?$"}),
		parameter("query", wire.QueryScale, "Size of the answer in percent of what the chain says; after a chain that ends with a resize it costs nothing.",
			object{"type": "integer", "minimum": wire.MinScale, "maximum": wire.MaxScale, "default": wire.MaxScale}),
		parameter("query", wire.QueryRegion, "x,y,w,h,W,H in px: the body is the part of w×h at x,y of a frame of W×H, as stored; x and y are multiples of "+
			fmt.Sprint(wire.RegionStep)+". The answer is the part of the whole answer that is right whatever surrounds the region: "+wire.HeaderFrameRegion+" says which. "+
			"For chains of operations that are local alone.",
			object{"type": "string", "example": wire.Region{Box: wire.Box{X: 96, Y: 64, W: 320, H: 240}, FrameW: 1280, FrameH: 720}.String()}),
		parameter("header", wire.HeaderFrameID, "Echoed. Frames that have the part before the last \"-\" in common take turns as one viewer.",
			object{"type": "string", "maxLength": maxFrameID}),
		parameter("header", wire.HeaderFrameBudget, "How long, in ms, the frame may wait for a worker.",
			object{"type": "integer", "minimum": 0, "maximum": 1<<budgetBits - 1}),
	}
}

// usage shows an operation as it is written: "resize:width:height".
func usage(spec wire.Op) string {
	parts := []string{spec.Name}
	for _, p := range spec.Params {
		parts = append(parts, p.Name)
	}
	return strings.Join(parts, ":")
}

func frameBody(limits Config) object {
	binary := object{"schema": object{"type": "string", "format": "binary"}}
	text := object{"schema": object{"type": "string", "description": "A data URL or bare base64."}}
	form := object{"schema": object{
		"type":       "object",
		"required":   []string{wire.FieldFrame},
		"properties": object{wire.FieldFrame: object{"type": "string", "format": "binary"}},
	}}
	return object{
		"required": true,
		"description": fmt.Sprintf("A picture of at most %d bytes. Its type is told from the bytes; a GIF counts with its first frame.",
			limits.MaxBytes),
		"content": object{
			"image/jpeg": binary, "image/png": binary, "image/webp": binary, "image/gif": binary,
			"multipart/form-data": form, "text/plain": text,
		},
	}
}

func document(id, summary, mime string, schema object) object {
	return object{
		"operationId": id,
		"summary":     summary,
		"responses":   object{"200": object{"description": summary, "content": object{mime: object{"schema": schema}}}},
	}
}

// withCodes adds the answers of codes to an operation. Codes that share a status share
// an answer there.
func withCodes(operation object, codes ...wire.Code) object {
	byStatus := map[int][]wire.Code{}
	for _, code := range codes {
		byStatus[failures[code].Status] = append(byStatus[failures[code].Status], code)
	}
	responses := operation["responses"].(object)
	for status, codes := range byStatus {
		if len(codes) == 1 {
			responses[fmt.Sprint(status)] = object{"$ref": "#/components/responses/" + string(codes[0])}
			continue
		}
		responses[fmt.Sprint(status)] = problemResponse(codes...)
	}
	return operation
}

func codeResponses() object {
	responses := object{}
	for code := range failures {
		responses[string(code)] = problemResponse(code)
	}
	return responses
}

func problemResponse(codes ...wire.Code) object {
	var lines []string
	response := object{"content": object{problemJSON[0]: object{"schema": object{"$ref": "#/components/schemas/Problem"}}}}
	for _, code := range codes {
		lines = append(lines, string(code)+": "+failures[code].Title+".")
		if failures[code].Retry {
			response["headers"] = object{"Retry-After": header("Seconds.")}
		}
	}
	response["description"] = strings.Join(lines, "\n")
	return response
}

func problemSchema() object {
	return object{
		"type":        "object",
		"description": "RFC 9457. The code is stable; the detail says what was wrong, where, and what is allowed.",
		"required":    []string{"type", "title", "status", "code", "detail"},
		"properties": object{
			"type": object{"type": "string"}, "title": object{"type": "string"}, "status": object{"type": "integer"},
			"code": object{"type": "string", "enum": slices.Sorted(maps.Keys(failures))}, "detail": object{"type": "string"},
		},
	}
}

func catalogueSchema(c pipeline.Catalogue) object {
	names := make([]string, len(c.Ops))
	for i, spec := range c.Ops {
		names[i] = spec.Name
	}
	text, number := object{"type": "string"}, object{"type": "number"}
	param := properties(object{
		"name": text, "doc": text, "type": text, "unit": text, "min": number, "max": number, "step": number,
		"choices": list(text), "default": object{"description": "A number, true or false, or what one would write in a chain."},
	})
	flag := object{"type": "boolean", "description": "false when it is left out"}
	facts := properties(object{"sets_size": flag, "mirrors": flag, "reads_clock": flag, "costly": flag, "local": flag, "reach": number, "place": flag, "reports": list(text)})
	operation := properties(object{
		"name": object{"type": "string", "enum": names}, "group": text, "doc": text, "params": list(param), "properties": facts,
	})
	preset := properties(object{"name": text, "title": text, "text": text, "chain": text})
	return properties(object{"ops": list(operation), "presets": list(preset)})
}

func properties(of object) object { return object{"type": "object", "properties": of} }

func list(of object) object { return object{"type": "array", "items": of} }

func parameter(in, name, description string, schema object) object {
	return object{"in": in, "name": name, "description": description, "schema": schema}
}

func header(description string) object {
	return object{"description": description, "schema": object{"type": "string"}}
}
