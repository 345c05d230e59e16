package main

import (
	"errors"

	"framepost/api/sidecar"
)

// loadSidecars returns the sidecars that the configuration names; none without a file.
func (c *config) loadSidecars() ([]sidecar.Sidecar, error) {
	if c.Sidecars == "" {
		return nil, nil
	}
	list, err := sidecar.Load(c.Sidecars)
	if err != nil {
		return nil, &settingError{"FRAMEPOST_SIDECARS", errors.New("FRAMEPOST_SIDECARS: " + err.Error())}
	}
	return list, nil
}
