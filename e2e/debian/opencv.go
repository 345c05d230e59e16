package debian

import "os/exec"

// Python is Debian's, which has Debian's OpenCV.
const Python = "/usr/bin/python3"

// OpenCV installs OpenCV for Python where it is missing.
func OpenCV() error {
	if exec.Command(Python, "-c", "import cv2").Run() == nil {
		return nil
	}
	return Install("python3-opencv")
}
