package mjpeg

import (
	"io"
	"strconv"
)

// Field is a line in the head of a part.
type Field struct{ Name, Value string }

// Writer writes pictures as a stream.
type Writer struct {
	to       io.Writer
	boundary string
	began    bool
	head     []byte // kept for the next one
}

// NewWriter returns a Writer of parts with a boundary between them. With the boundary "" it
// writes the pictures one after the other and nothing else.
func NewWriter(to io.Writer, boundary string) *Writer { return &Writer{to: to, boundary: boundary} }

// Picture writes a JPEG. The fields join the head of its part, where there are parts.
//
// The boundary after the part is written with it: a reader that looks for one must not wait
// for the next picture to show this one.
func (w *Writer) Picture(jpeg []byte, fields ...Field) error {
	if w.boundary == "" {
		_, err := w.to.Write(jpeg)
		return err
	}
	head := w.head[:0]
	if !w.began {
		head = append(append(head, "--"...), w.boundary...)
	}
	head = append(head, "\r\nContent-Type: image/jpeg\r\nContent-Length: "...)
	head = strconv.AppendInt(head, int64(len(jpeg)), 10)
	for _, field := range fields {
		head = append(append(append(append(head, "\r\n"...), field.Name...), ": "...), field.Value...)
	}
	w.head = append(head, "\r\n\r\n"...)
	w.began = true
	if _, err := w.to.Write(w.head); err != nil {
		return err
	}
	if _, err := w.to.Write(jpeg); err != nil {
		return err
	}
	_, err := io.WriteString(w.to, "\r\n--"+w.boundary)
	return err
}

// Close writes the end of the last part. It does not close what the Writer writes to.
func (w *Writer) Close() error {
	if w.boundary == "" {
		return nil
	}
	end := "--\r\n"
	if !w.began {
		end = "--" + w.boundary + end
	}
	_, err := io.WriteString(w.to, end)
	return err
}
