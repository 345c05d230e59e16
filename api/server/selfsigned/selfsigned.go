// Package selfsigned makes and keeps the certificate with which a server in a local network
// speaks TLS. Browsers allow the camera only to secure origins, and speak HTTP/2 only over TLS.
package selfsigned

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"slices"
	"time"

	"framepost/api/file"
)

const (
	// FileName is the file that holds the certificate and its key.
	FileName = "framepost.pem"
	// lifetime stays below the 398 days after which browsers refuse a certificate.
	lifetime = 397 * 24 * time.Hour
	// reserve is the remaining lifetime below which a kept certificate is replaced at start,
	// because its users would otherwise have to accept a new one in the middle of a stream.
	reserve = 7 * 24 * time.Hour
)

// ErrNotKept means that the certificate could not be written to a file. It can be used until
// the program ends.
var ErrNotKept = errors.New("the certificate is not kept")

// Load returns the certificate kept in dir if it is valid at now and names all hosts, which are
// DNS names or IP addresses. Otherwise it makes one and keeps it there; if it cannot write the
// file, it returns the certificate and ErrNotKept. Instances that start for
// the first time at the same moment return the same certificate, so that a viewer has to accept one only.
func Load(dir string, hosts []string, now time.Time) (tls.Certificate, error) {
	path := filepath.Join(dir, FileName)
	kept, ok := read(path, hosts, now)
	if ok {
		return kept, nil
	}
	text, err := generate(hosts, now)
	if err != nil {
		return tls.Certificate{}, err
	}
	cert, err := tls.X509KeyPair(text, text)
	if err != nil {
		return tls.Certificate{}, err
	}
	err = save(path, text, os.Link)
	if errors.Is(err, fs.ErrExist) {
		if kept, ok := read(path, hosts, now); ok {
			return kept, nil // that of another instance
		}
	}
	if err != nil { // the file there is of no use, or the file system has no links
		err = save(path, text, os.Rename)
	}
	if err != nil {
		return cert, fmt.Errorf("%w: %w", ErrNotKept, err)
	}
	return cert, nil
}

// read returns the certificate at a path, and reports whether there is one that may be used.
func read(path string, hosts []string, now time.Time) (cert tls.Certificate, ok bool) {
	text, err := os.ReadFile(path)
	if err != nil {
		return cert, false
	}
	cert, err = tls.X509KeyPair(text, text)
	return cert, err == nil && usable(cert.Leaf, hosts, now)
}

func usable(cert *x509.Certificate, hosts []string, now time.Time) bool {
	names := slices.Clone(cert.DNSNames)
	for _, ip := range cert.IPAddresses {
		names = append(names, ip.String())
	}
	for _, host := range hosts {
		if !slices.Contains(names, host) {
			return false
		}
	}
	return now.After(cert.NotBefore) && now.Add(reserve).Before(cert.NotAfter)
}

// generate returns a certificate and its key as PEM.
func generate(hosts []string, now time.Time) ([]byte, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return nil, err
	}
	start := now.Add(-time.Hour) // the clocks of clients may be behind
	template := &x509.Certificate{
		SerialNumber:          serial,
		Subject:               pkix.Name{CommonName: "framepost", Organization: []string{"framepost, made on this machine"}},
		NotBefore:             start,
		NotAfter:              start.Add(lifetime),
		KeyUsage:              x509.KeyUsageDigitalSignature,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
	}
	for _, host := range hosts {
		if ip := net.ParseIP(host); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, host)
		}
	}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, err
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert})
	return append(text, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})...), nil
}

// save writes a file that only its owner can read. place gives it its name, see file.Write:
// another instance may start at the same moment.
func save(name string, text []byte, place func(from, to string) error) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	return file.Write(name, text, 0o600, place)
}
