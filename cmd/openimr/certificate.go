package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/internal/config"
	"github.com/openimr/openimr/internal/signing"
)

// The names of the files of a certificate that this program made, in the folder of the data.
const (
	certificateFile = "signing.pem"
	keyFile         = "signing.key"
)

// demoCertified is from when on the demonstration's certificate is good: before the first of its letters.
var demoCertified = clock.MustDay("2013-01-01").At(0, 0, 0, time.UTC)

const certifiedYears = 5

type certificateCommand struct {
	output
	storeFlags
	Name  string `placeholder:"NAME" help:"Of the organization. Default: organization.name of the settings."`
	Years int    `default:"3" help:"How long it is good, 1 to 10 years."`
}

// Help gives the examples.
func (certificateCommand) Help() string {
	return `Makes a certificate with which the organization signs its letters, and its key, and puts both into the folder of the data: signing.pem and signing.key. Nobody vouches for it but the organization itself: whoever checks a letter with a program of their own needs the file signing.pem from you, or a certificate that an authority made. A file that is there is never overwritten.

Examples:

    openimr certificate --data /var/lib/openimr
    openimr certificate --name "Golden Valley Independent Review" --years 2`
}

// Run makes the certificate and says which settings use it.
func (c certificateCommand) Run(t terminal) error {
	settings, err := c.settings(t)
	if err != nil {
		return err
	}
	name := strings.TrimSpace(c.Name)
	if name == "" {
		name = settings.Organization.Name
	}
	if name == "" {
		return &usageError{"the certificate needs the name of the organization", "name it with --name, or set organization.name"}
	}
	if c.Years < 1 || c.Years > 10 {
		return &usageError{fmt.Sprintf("--years: %d is not between 1 and 10", c.Years), ""}
	}
	now := time.Now()
	certificate, key, err := makeCertificate(settings.Data, name, now, now.AddDate(c.Years, 0, 0))
	if err != nil {
		return err
	}
	signer, err := config.Signing{Certificate: certificate, Key: key}.Load()
	if err != nil {
		return err
	}
	own := signer.Chain[0]
	sum := sha256.Sum256(own.Raw)
	result := struct {
		Certificate string `json:"certificate"`
		Key         string `json:"key"`
		Name        string `json:"name"`
		Until       string `json:"until"`
		SHA256      string `json:"sha256"`
	}{certificate, key, signer.Name(), own.NotAfter.Format(time.DateOnly), hex.EncodeToString(sum[:])}
	return c.print(t.Out, result, writeText(fmt.Sprintf(`Made for %s, good until %s:
    certificate  %s
    key          %s
    SHA-256      %s

Put into the settings:

    [signing]
    certificate = %q
    key = %q
`, result.Name, result.Until, certificate, key, result.SHA256, certificate, key)))
}

// makeCertificate makes a certificate and its key as files in a folder; it overwrites nothing.
func makeCertificate(folder, name string, from, until time.Time) (certificate, key string, err error) {
	if folder, err = filepath.Abs(folder); err != nil {
		return "", "", err
	}
	certificate, key = filepath.Join(folder, certificateFile), filepath.Join(folder, keyFile)
	for _, file := range []string{certificate, key} {
		if _, err := os.Lstat(file); !errors.Is(err, fs.ErrNotExist) {
			return "", "", withHint(fmt.Errorf("%s is there already", file), "move it away first; letters signed with it are checked by it")
		}
	}
	pem, secret, err := signing.MakeCertificate(name, from, until)
	if err != nil {
		return "", "", err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", "", fmt.Errorf("make %s: %s", folder, whyNot(err))
	}
	if err := writeSecret(key, secret, 0o600); err != nil {
		return "", "", err
	}
	return certificate, key, writeSecret(certificate, pem, 0o644)
}

// writeSecret writes a file with its rights that is not there yet.
func writeSecret(name string, data []byte, mode fs.FileMode) (err error) {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return fmt.Errorf("make %s: %s", name, whyNot(err))
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	_, err = f.Write(data)
	return err
}

// signWith gives a demonstration the certificate of its folder, made where there is none.
func signWith(settings *config.Config, from time.Time) error {
	settings.Signing.Certificate, settings.Signing.Key = filepath.Join(settings.Data, certificateFile), filepath.Join(settings.Data, keyFile)
	if _, err := os.Stat(settings.Signing.Certificate); err == nil {
		return nil
	}
	_, _, err := makeCertificate(settings.Data, settings.Organization.Name, from, time.Now().AddDate(certifiedYears, 0, 0))
	return err
}
