package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var quiet = slog.New(slog.DiscardHandler)

func TestARequestUnderWayIsFinishedAtShutdown(t *testing.T) {
	s, err := newServer("127.0.0.1:0", "", "", 10*time.Second, quiet)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	begun, goOn := make(chan struct{}), make(chan struct{})
	ended := make(chan error, 1)
	go func() {
		ended <- s.serve(ctx, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			close(begun)
			<-goOn
			_, _ = io.WriteString(w, "done")
		}))
	}()
	answer := make(chan string, 1)
	go func() {
		r, err := http.Get(s.url())
		if err != nil {
			answer <- err.Error()
			return
		}
		defer func() { _ = r.Body.Close() }()
		b, _ := io.ReadAll(r.Body)
		answer <- string(b)
	}()
	<-begun
	stop()
	// The listener closes before the request ends.
	for {
		c, err := net.Dial("tcp", s.listener.Addr().String())
		if err != nil {
			break
		}
		_ = c.Close()
	}
	close(goOn)
	if got := <-answer; got != "done" {
		t.Errorf("the request under way got %q", got)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestARequestThatOutstaysTheGraceIsCutOff(t *testing.T) {
	s, err := newServer("127.0.0.1:0", "", "", time.Millisecond, quiet)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	begun := make(chan struct{})
	ended := make(chan error, 1)
	go func() {
		ended <- s.serve(ctx, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			close(begun)
			<-r.Context().Done()
		}))
	}()
	go func() {
		if r, err := http.Get(s.url()); err == nil {
			_ = r.Body.Close()
		}
	}()
	<-begun
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestAnAddressInUseSaysWhatToDo(t *testing.T) {
	s, err := newServer("127.0.0.1:0", "", "", 0, quiet)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.listener.Close() }()
	_, err = newServer(s.listener.Addr().String(), "", "", 0, quiet)
	var b bytes.Buffer
	if code := report(&b, err); code != 1 || !strings.Contains(b.String(), "in use by another program\nopenimr: hint: stop it, or take another port with --listen\n") {
		t.Errorf("code %d, %s", code, &b)
	}
}

func TestARenewedCertificateIsUsedWithoutARestart(t *testing.T) {
	folder := t.TempDir()
	cert, key := filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem")
	writePair(t, cert, key, 1)
	s, err := newServer("127.0.0.1:0", cert, key, time.Second, quiet)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(s.url(), "https://127.0.0.1:") {
		t.Errorf("the address is %s", s.url())
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.serve(ctx, http.NotFoundHandler()) }()
	if got := serial(t, s); got != 1 {
		t.Errorf("the certificate is number %d", got)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}

	c := &certificate{cert: cert, key: key, logger: quiet}
	now := time.Now()
	if err := c.load(now); err != nil {
		t.Fatal(err)
	}
	writePair(t, cert, key, 2)
	if err := os.Chtimes(cert, now, now.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		looked time.Time
		want   int64
	}{{now, 1}, {now.Add(-time.Hour), 2}} {
		c.looked = tt.looked
		pair, err := c.get(nil)
		if err != nil || pair.Leaf.SerialNumber.Int64() != tt.want {
			t.Errorf("certificate %d is used, %v", pair.Leaf.SerialNumber, err)
		}
	}
	if err := os.Remove(cert); err != nil {
		t.Fatal(err)
	}
	c.looked = time.Time{}
	if pair, err := c.get(nil); err != nil || pair.Leaf.SerialNumber.Int64() != 2 {
		t.Errorf("without the file the old certificate is not used: %v", err)
	}
	if _, err := newServer("127.0.0.1:0", cert, key, 0, quiet); err == nil {
		t.Error("a server starts without its certificate")
	}
}

func serial(t *testing.T, s *server) int64 {
	t.Helper()
	c, err := tls.Dial("tcp", s.listener.Addr().String(), &tls.Config{InsecureSkipVerify: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	return c.ConnectionState().PeerCertificates[0].SerialNumber.Int64()
}

func writePair(t *testing.T, cert, key string, number int64) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(number), NotBefore: time.Now(), NotAfter: time.Now().AddDate(1, 0, 0)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	for path, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
