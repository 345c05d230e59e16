package server

import (
	"testing"
	"time"
)

func TestConfig(t *testing.T) {
	if err := Default().Validate(); err != nil {
		t.Errorf("the default is not valid: %v", err)
	}
	if drain := Default().DrainDelay + Default().DrainTimeout; drain >= 10*time.Second {
		t.Errorf("a drain takes up to %v, more than the 10 s there are", drain)
	}
	for name, change := range map[string]func(*Config){
		"MaxBytes":         func(c *Config) { c.MaxBytes = 0 },
		"MaxBytes, high":   func(c *Config) { c.MaxBytes = 2 << 30 },
		"Memory":           func(c *Config) { c.Memory = 0 },
		"Workers":          func(c *Config) { c.Workers = -1 },
		"Queue":            func(c *Config) { c.Queue = -1 },
		"Queue, high":      func(c *Config) { c.Queue = maxQueue + 1 },
		"ReadTimeout":      func(c *Config) { c.ReadTimeout = 0 },
		"Timeout":          func(c *Config) { c.Timeout = -1 },
		"IdleTimeout":      func(c *Config) { c.IdleTimeout = 0 },
		"DrainDelay":       func(c *Config) { c.DrainDelay = -1 },
		"DrainTimeout":     func(c *Config) { c.DrainTimeout = -1 },
		"origin, no host":  func(c *Config) { c.Origins = []string{"https://"} },
		"origin, a path":   func(c *Config) { c.Origins = []string{"https://a.example/"} },
		"origin, a name":   func(c *Config) { c.Origins = []string{"a.example"} },
		"origin, a scheme": func(c *Config) { c.Origins = []string{"ftp://a.example"} },
		"origin, a user":   func(c *Config) { c.Origins = []string{"https://me@a.example"} },
	} {
		c := Default()
		change(&c)
		if c.Validate() == nil {
			t.Errorf("%s: no error", name)
		}
	}
	c := Default()
	c.Origins = []string{"*", "https://a.example", "http://localhost:3000"}
	if err := c.Validate(); err != nil {
		t.Error(err)
	}
}
