package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strconv"
	"syscall"
	"time"

	"framepost/api/server"
	"framepost/api/server/selfsigned"
)

// listen opens the listeners that the settings ask for. An error names the setting.
func (c config) listen(ctx context.Context, log *slog.Logger) (l server.Listeners, err error) {
	if l.Plain, err = open(ctx, "PORT", c.at(c.Port)); err != nil {
		return l, err
	}
	if c.TLSPort != 0 {
		l.Certificate, err = selfsigned.Load(c.CertDir, selfsigned.Hosts(), time.Now())
		if errors.Is(err, selfsigned.ErrNotKept) {
			log.Warn("the next start makes another certificate, which browsers must be told to trust anew", slog.Any("cause", err))
		} else if err != nil {
			return l, err
		}
		if l.Secure, err = open(ctx, "FRAMEPOST_TLS_PORT", c.at(c.TLSPort)); err != nil {
			return l, err
		}
	}
	if c.Server.Metrics == server.MetricsApart {
		l.Metrics, err = open(ctx, "FRAMEPOST_METRICS_ADDR", c.MetricsAddr)
	}
	return l, err
}

func (c config) at(port int) string { return net.JoinHostPort(c.Host, strconv.Itoa(port)) }

// open listens. Where the port is in use it says by whom, if that is known.
func open(ctx context.Context, setting, address string) (net.Listener, error) {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", address)
	if errors.Is(err, syscall.EADDRINUSE) {
		by := ""
		if _, port, err := net.SplitHostPort(address); err == nil {
			if n, err := strconv.Atoi(port); err == nil && holder(n) != "" {
				by = " by " + holder(n)
			}
		}
		return nil, fmt.Errorf("%s: %s is in use%s; end what listens there, or set %s to another", setting, address, by, setting)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", setting, err)
	}
	return l, nil
}
