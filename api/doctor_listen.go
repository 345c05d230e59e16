package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"framepost/api/server"
	"framepost/api/server/selfsigned"
)

// listeners opens the listeners of the configuration. One whose port can't be had is
// reported and gets a port that is free, so that a frame can be tried all the same.
func (r *report) listeners(ctx context.Context, c config) (l server.Listeners) {
	r.section("Listeners")
	l.Plain = r.listener(ctx, "PORT", c.at(c.Port))
	if c.TLSPort == 0 {
		r.ok("no TLS: FRAMEPOST_TLS_PORT is 0; browsers then allow the camera on localhost alone, or behind a proxy with TLS")
	} else if r.certificate(c, &l) {
		l.Secure = r.listener(ctx, "FRAMEPOST_TLS_PORT", c.at(c.TLSPort))
	}
	if c.Server.Metrics == server.MetricsApart {
		l.Metrics = r.listener(ctx, "FRAMEPOST_METRICS_ADDR", c.MetricsAddr)
	}
	return l
}

// listener returns nil if there is no way to listen at all.
func (r *report) listener(ctx context.Context, setting, address string) net.Listener {
	l, err := open(ctx, setting, address)
	if err == nil {
		r.ok("%s: %s is free", setting, address)
		return l
	}
	r.wrong(err.Error(), setting+" must name a port that is free and that this program may use; here a frame is tried through another")
	if l, err = open(ctx, setting, "localhost:0"); err != nil {
		r.wrong(err.Error(), "the loopback interface is needed to try a frame; bring it up")
	}
	return l
}

// certificate loads the certificate, or makes one as the server would. It reports whether
// there is one.
func (r *report) certificate(c config, l *server.Listeners) bool {
	file := filepath.Join(c.CertDir, selfsigned.FileName)
	info, err := os.Stat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		r.ok("certificate: none yet; it is made in %s", file)
	case err != nil:
		r.wrong(err.Error(), "let this program's user read "+c.CertDir+", or set FRAMEPOST_CERT_DIR to another directory")
	case info.Mode()&0o077 != 0 && runtime.GOOS != "windows": // where the mode tells nothing
		r.wrong(fmt.Sprintf("certificate: others may use its private key: %s has mode %v", file, info.Mode()), "chmod 600 "+file)
	}
	l.Certificate, err = selfsigned.Load(c.CertDir, selfsigned.Hosts(), time.Now())
	switch {
	case errors.Is(err, selfsigned.ErrNotKept):
		r.note(err.Error(), "every start makes another, which browsers must be told to trust anew; set FRAMEPOST_CERT_DIR to a directory that can be written")
	case err != nil:
		r.wrong(err.Error(), "delete "+file+" and start again")
		return false
	default:
		r.ok("certificate: %s is valid until %s, for %v and %v", file,
			l.Certificate.Leaf.NotAfter.Format(time.DateOnly), l.Certificate.Leaf.DNSNames, l.Certificate.Leaf.IPAddresses)
	}
	return true
}
