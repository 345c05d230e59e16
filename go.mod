module framepost

go 1.26.4

require (
	github.com/gen2brain/jpegn v0.6.0 // indirect
	golang.org/x/image v0.47.0 // indirect
)
