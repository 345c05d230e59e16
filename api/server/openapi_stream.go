package server

import (
	"fmt"

	"framepost/api/mjpeg"
	"framepost/api/pipeline"
	"framepost/api/server/access"
	"framepost/api/wire"
)

// The codes that a stream can be refused with, or end with.
var (
	streamPostCodes = append([]wire.Code{wire.BadStream, wire.Draining}, framePostCodes...)
	cameraCodes     = append([]wire.Code{wire.NoCamera}, streamGetCodes...)
	streamGetCodes  = append([]wire.Code{wire.BadStream, wire.Draining, wire.NotFound}, frameGetCodes...)
)

func streamOperation(id, summary string, c pipeline.Catalogue, require access.Require, body object, codes ...wire.Code) object {
	trailer := func(what string) object { return header("A trailer: " + what) }
	operation := object{
		"operationId": id,
		"summary":     summary,
		"description": "Pictures are answered in order, each as soon as it has come and been processed: over HTTP/2 and HTTP/1.1 alike " +
			"the answer begins while the body is still sent. A client that does not read is not read from. " +
			"A picture counts as a posted one does, where a rate is limited. Errors before the first answer are those of a frame; " +
			"after it, the trailer " + wire.TrailerEnd + " has the code. Whoever asks for " + mjpeg.TypeRaw + " or " + mjpeg.TypeParts +
			" by Accept gets that framing.",
		"parameters": streamParameters(c),
		"security":   security(require),
		"responses": object{"200": object{
			"description": "The processed pictures. In " + mjpeg.TypeParts + " the head of each has " + wire.HeaderFrameSize + ", " +
				wire.HeaderServerTiming + " and, as an answer to a posted frame has them, " + wire.HeaderFrameAffine + ", " + wire.HeaderFrameFaces + ", " + wire.HeaderFrameBoxes + ", " + wire.HeaderFrameSkipped + ", " + wire.HeaderFrameFigures + " and " + wire.HeaderFrameQuality + "; one that stands for a broken picture has " +
				wire.HeaderFrameError + " with the code.",
			"headers": object{
				wire.TrailerRead:     trailer("pictures read."),
				wire.TrailerAnswered: trailer("pictures answered."),
				wire.TrailerRepeated: trailer("broken pictures for which the last good answer stands."),
				wire.TrailerSkipped:  trailer("pictures left out: broken ones, those that came too fast, and of a live stream those that were no longer the newest."),
				wire.TrailerRubbish:  trailer("bytes of the body that were no picture's."),
				wire.TrailerEnd:      trailer(wire.EndComplete + ", or the code of what ended the stream."),
			},
			"content": streamContent,
		}},
	}
	if body != nil {
		operation["requestBody"] = body
	}
	return withCodes(operation, codes...)
}

var streamContent = object{
	mjpeg.TypeRaw:   object{"schema": object{"type": "string", "format": "binary", "description": "JPEG files, one after the other."}},
	mjpeg.TypeParts: object{"schema": object{"type": "string", "format": "binary", "description": "A JPEG in each part."}},
}

func streamParameters(c pipeline.Catalogue) (parameters []object) {
	for _, p := range frameParameters(c) {
		if p["name"] != wire.QueryFormat && p["name"] != wire.HeaderFrameID {
			parameters = append(parameters, p)
		}
	}
	return append(parameters,
		parameter("query", wire.QueryFPS, "Pictures a second at most, by the time at which they come; the others are skipped.",
			object{"type": "integer", "minimum": wire.MinFPS, "maximum": wire.MaxFPS}),
		parameter("query", wire.QueryLive, "1: the newest picture goes next, and those before it that still wait are skipped. 0: every picture is answered.",
			object{"type": "integer", "enum": []int{0, 1}, "default": 0}),
		parameter("query", wire.QueryOnError, "What stands for a broken picture: the last good answer, nothing, or the end of the stream.",
			object{"type": "string", "enum": onErrors, "default": wire.OnErrorRepeat}))
}

func streamBody(limits Config) object {
	return object{
		"required": true,
		"description": fmt.Sprintf("JPEG files one after the other, or the parts of a %s, each of at most %d bytes. "+
			"Bytes between them are skipped and counted. A picture must come within %s; all of them within %s (0s: any time).",
			mjpeg.TypeParts, limits.MaxBytes, limits.StreamIdle, limits.StreamTime),
		"content": streamContent,
	}
}

func cameraOperation(c pipeline.Catalogue, limits Config) object {
	operation := streamOperation("getCamera", "Process what a camera shows", c, limits.Access.Require, nil, cameraCodes...)
	name := parameter("path", cameraParameter, "One that GET "+wire.PathCameras+" lists.", object{"type": "string"})
	name["required"] = true
	operation["parameters"] = append(operation["parameters"].([]object), name)
	return operation
}
