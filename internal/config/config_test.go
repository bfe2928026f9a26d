package config

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"
)

func file(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "openimr.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func value(t *testing.T, l Loaded, key string) Value {
	t.Helper()
	for _, v := range l.Values {
		if v.Key == key {
			return v
		}
	}
	t.Fatalf("no value of %s", key)
	return Value{}
}

func TestAFlagIsStrongerThanTheEnvironmentThanTheFileThanTheDefault(t *testing.T) {
	path := file(t, "listen = \"127.0.0.1:1\"\n[log]\nlevel = \"warn\"\nformat = \"json\"\n")
	l := Load(Sources{
		File:    path,
		Environ: []string{"OPENIMR_LISTEN=127.0.0.1:2", "OPENIMR_LOG_LEVEL=error", "HOME=/root"},
		Flags:   map[string]string{"listen": "127.0.0.1:3"},
	})
	if len(l.Problems) > 0 {
		t.Fatal(l.Problems)
	}
	for _, want := range []Value{
		{"listen", "127.0.0.1:3", Origin{FromFlag, ""}},
		{"log.level", "error", Origin{FromEnvironment, "OPENIMR_LOG_LEVEL"}},
		{"log.format", "json", Origin{FromFile, path}},
		{"programme", "ca-wc-imr", Origin{FromDefault, ""}},
	} {
		if got := value(t, l, want.Key); got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
	if l.Config.Listen != "127.0.0.1:3" || l.Config.LogLevel != "error" || l.Config.Grace != 30*time.Second {
		t.Errorf("the settings are %+v", l.Config)
	}
}

func TestEverySettingHasItsPlaceInFileAndEnvironment(t *testing.T) {
	for _, s := range settings {
		var c Config
		sample, toml := "x", `"x"`
		switch s.at(&c).(type) {
		case *bool:
			sample, toml = "true", "true"
		case *time.Duration:
			sample, toml = "1m0s", `"1m"`
		case *[]string:
			sample, toml = "x; y", `["x", "y"]`
		}
		if len(s.among) > 0 {
			sample, toml = s.among[0], `"`+s.among[0]+`"`
		}
		if s.key == "database_url_file" {
			continue // reads a file
		}
		shown := sample
		if s.secret {
			shown = Hidden
		}
		fromFile := Load(Sources{File: file(t, s.key+" = "+toml)})
		fromEnvironment := Load(Sources{Environ: []string{EnvironmentName(s.key) + "=" + sample}})
		for _, l := range []Loaded{fromFile, fromEnvironment} {
			if got := value(t, l, s.key); len(l.Problems) > 0 || got.Text != shown || got.Origin.Kind == FromDefault {
				t.Errorf("%s: got %+v, problems %v", s.key, got, l.Problems)
			}
		}
		if s.about == "" {
			t.Errorf("%s says nothing about itself", s.key)
		}
	}
}

func TestProblemsNameTheKeyAndSayWhatToDo(t *testing.T) {
	folder := t.TempDir()
	secret := filepath.Join(folder, "url")
	if err := os.WriteFile(secret, []byte("postgres://u:p@h/d\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name     string
		from     Sources
		severity Severity
		message  string
		hint     string
	}{
		{"a mistyped key", Sources{File: file(t, `lisen = "x"`)}, Error, "unknown key lisen", "did you mean listen?"},
		{"a mistyped key of a table", Sources{File: file(t, "[organization]\nphone = \"1\"")}, Error, "unknown key organization.phone", "lists the keys"},
		{"a near key of a table", Sources{File: file(t, "[organization]\ntelefone = \"1\"")}, Error, "unknown key organization.telefone", "did you mean organization.telephone?"},
		{"an unknown table", Sources{File: file(t, "[mail]\nport = \"1\"")}, Error, "unknown key mail", "lists the keys"},
		{"a value of the wrong kind", Sources{File: file(t, `behind_proxy = "x"`)}, Error, `behind_proxy is "x" and must be true or false`, ""},
		{"a number for a text", Sources{File: file(t, `listen = 8080`)}, Error, "listen is 8080 and must be a text in quotes", ""},
		{"a list with a number", Sources{File: file(t, `organization.address = ["a", 1]`)}, Error, "must hold texts only", ""},
		{"a word that is none of few", Sources{File: file(t, `log.format = "xml"`)}, Error, `log.format is "xml" and must be one of text, json`, ""},
		{"a time without a unit", Sources{Environ: []string{"OPENIMR_GRACE=30"}}, Error, `OPENIMR_GRACE is "30" and must be a time such as "30s"`, ""},
		{"broken TOML", Sources{File: file(t, "data = \"x\"\nlisten = 127.0.0.1")}, Error, "openimr.toml", "quotes"},
		{"a file that is missing", Sources{File: filepath.Join(folder, "none.toml")}, Error, "no such file", "--config"},
		{"a folder for a file", Sources{File: folder}, Error, "it is a folder", "--config"},
		{"a mistyped variable", Sources{Environ: []string{"OPENIMR_LISTN=x"}}, Warning, "OPENIMR_LISTN is no setting", "did you mean OPENIMR_LISTEN?"},
		{"an unknown flag", Sources{Flags: map[string]string{"organization.nme": "x"}}, Error, "flag: unknown key organization.nme", "organization.name"},
		{"a password in a flag", Sources{Flags: map[string]string{"database_url": "postgres://u:geheim@h/d"}}, Error, "a flag may not hold the password", "OPENIMR_DATABASE_URL"},
		{"a password in the query of a flag", Sources{Flags: map[string]string{"database_url": "postgres://h/d?password=geheim"}}, Error, "a flag may not hold the password", ""},
		{"two database addresses", Sources{Environ: []string{"OPENIMR_DATABASE_URL=postgres://h/d", "OPENIMR_DATABASE_URL_FILE=" + secret}}, Error, "both database_url and database_url_file", ""},
		{"a missing secret", Sources{Environ: []string{"OPENIMR_DATABASE_URL_FILE=" + secret + "x"}}, Error, "cannot read the database URL", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := Load(tt.from)
			if len(l.Problems) != 1 {
				t.Fatalf("got %d problems: %v", len(l.Problems), l.Problems)
			}
			p := l.Problems[0]
			if p.Severity != tt.severity || !strings.Contains(p.Message, tt.message) || !strings.Contains(p.Hint, tt.hint) {
				t.Errorf("got %+v", p)
			}
			if s := fmt.Sprint(l.Problems, l.Values); strings.Contains(s, "geheim") {
				t.Errorf("the password is shown: %s", s)
			}
		})
	}
	if l := Load(Sources{File: filepath.Join(folder, "none.toml"), Optional: true}); len(l.Problems) > 0 {
		t.Errorf("a file that need not be there is missed: %v", l.Problems)
	}
	if l := Load(Sources{Environ: []string{"OPENIMR_CONFIG=x", "OPENIMR_SERVICE_PORT_HTTP=8080"}}); len(l.Problems) > 0 {
		t.Errorf("a variable of somebody else is a problem: %v", l.Problems)
	}
	l := Load(Sources{Environ: []string{"OPENIMR_DATABASE_URL_FILE=" + secret}})
	if l.Config.DatabaseURL != "postgres://u:p@h/d" || value(t, l, "database_url").Text != Hidden {
		t.Errorf("the secret file gives %+v", l.Values)
	}
}

// sound are settings without a problem, with a folder of the test.
func sound(t *testing.T) Config {
	c := Load(Sources{Environ: []string{
		"OPENIMR_ORGANIZATION_NAME=Golden State Review",
		"OPENIMR_ORGANIZATION_ADDRESS=PO Box 1;Sacramento, CA 95814",
		"OPENIMR_ORGANIZATION_TELEPHONE=(916) 555-0100",
		"OPENIMR_ORGANIZATION_SIGNED_BY=Miguel Santos, MD",
		"OPENIMR_ORGANIZATION_TITLE=Medical Director",
		"OPENIMR_ORGANIZATION_COUNTY=Sacramento",
		"OPENIMR_ORGANIZATION_PLACE=Sacramento, California",
		"OPENIMR_DIRECTOR_NAME=Administrative Director",
		"OPENIMR_DIRECTOR_EMAIL=imr@example.org",
	}}).Config
	c.Data = filepath.Join(t.TempDir(), "a", "b")
	return c
}

func TestCheck(t *testing.T) {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	good, key := certificate(t, now.AddDate(0, 6, 0))
	soon, soonKey := certificate(t, now.AddDate(0, 0, 3))
	old, oldKey := certificate(t, now.AddDate(0, 0, -1))
	later, laterKey := certificate(t, now.AddDate(2, 0, 0))
	plain := file(t, "x")
	for _, tt := range []struct {
		name   string
		change func(*Config)
		want   []string // severity and part of the message, one for each problem
	}{
		{"sound settings", func(*Config) {}, nil},
		{"any free port", func(c *Config) { c.Listen = "[::1]:0" }, nil},
		{"a port by itself is every address", func(c *Config) { c.Listen = ":8080" }, []string{"error listen: :8080 can be reached"}},
		{"beyond this machine without TLS", func(c *Config) { c.Listen = "0.0.0.0:80" }, []string{"error listen: 0.0.0.0:80 can be reached"}},
		{"a name that might be any machine", func(c *Config) { c.Listen = "localhost.example:80" }, []string{"error listen"}},
		{"beyond this machine behind a proxy", func(c *Config) { c.Listen, c.BehindProxy = "0.0.0.0:80", true }, nil},
		{"beyond this machine with TLS", func(c *Config) { c.Listen, c.TLSCert, c.TLSKey = ":443", good, key }, nil},
		{"no address", func(c *Config) { c.Listen = "8080" }, []string{`error listen: "8080" is no address`}},
		{"no port", func(c *Config) { c.Listen = "127.0.0.1:http" }, []string{`error listen: "http" is no port`}},
		{"a port out of range", func(c *Config) { c.Listen = "127.0.0.1:70000" }, []string{`error listen: "70000" is no port`}},
		{"a certificate without its key", func(c *Config) { c.TLSCert = good }, []string{"error tls.cert and tls.key go together"}},
		{"a certificate of another key", func(c *Config) { c.TLSCert, c.TLSKey = good, oldKey }, []string{"error tls: cannot use"}},
		{"an expired certificate", func(c *Config) { c.TLSCert, c.TLSKey = old, oldKey }, []string{"error tls.cert: the certificate has expired on 2026-03-01"}},
		{"a certificate near its end", func(c *Config) { c.TLSCert, c.TLSKey = soon, soonKey }, []string{"warning tls.cert: the certificate expires on 2026-03-05"}},
		{"another database", func(c *Config) { c.DatabaseURL = "mysql://u:p@h/d" }, []string{"error database_url: is no address"}},
		{"a broken database address", func(c *Config) { c.DatabaseURL = "postgres://u:geheim@h:x y/d" }, []string{"error database_url: is no address"}},
		{"a file in the place of the folder", func(c *Config) { c.Data = plain }, []string{"error data: cannot write to"}},
		{"a folder that cannot be", func(c *Config) { c.Data = filepath.Join(plain, "x") }, []string{"error data: cannot write to"}},
		{"checkpoints on another disk that is not there", func(c *Config) { c.Checkpoints = "/no/such/disk/checkpoints.txt" }, []string{"error checkpoints: there is no folder /no/such/disk"}},
		{"an address without a server", func(c *Config) { c.URL = "imr.example.org" }, []string{`error url: "imr.example.org" is no address of a server`}},
		{"an address in the clear", func(c *Config) { c.URL = "http://imr.example.org" }, []string{"warning url: http://imr.example.org is not encrypted"}},
		{"an address", func(c *Config) { c.URL = "https://imr.example.org/" }, nil},
		{"a certificate to sign with and no key", func(c *Config) { c.Signing.Certificate = "a.pem" }, []string{"error signing.certificate and signing.key go together"}},
		{"both forms of a certificate", func(c *Config) { c.Signing = Signing{Certificate: "a.pem", Key: "a.key", PKCS12: "a.p12"} }, []string{"error signing.certificate and signing.pkcs12 are both set"}},
		{"a certificate that is not there", func(c *Config) { c.Signing = Signing{Certificate: "/no/such.pem", Key: "/no/such.key"} }, []string{"error signing: open /no/such.pem"}},
		{"a certificate that is no good any more", func(c *Config) { c.Signing = Signing{Certificate: old, Key: oldKey} }, []string{"error signing: the certificate has expired on"}},
		{"a certificate that is not good yet", func(c *Config) { c.Signing = Signing{Certificate: later, Key: laterKey} }, []string{"error signing: the certificate is not good before"}},
		{"a certificate that is soon no good", func(c *Config) { c.Signing = Signing{Certificate: soon, Key: soonKey} }, []string{"warning signing: the certificate expires on"}},
		{"a certificate to sign with", func(c *Config) { c.Signing = Signing{Certificate: good, Key: key} }, nil},
		{"a time-stamp from nowhere", func(c *Config) { c.Signing.Timestamp = "tsa" }, []string{`error signing.timestamp: "tsa" is no address`}},
		{"checkpoints beside the data", func(c *Config) { c.Checkpoints = filepath.Join(filepath.Dir(filepath.Dir(c.Data)), "c.txt") }, nil},
		{"no folder", func(c *Config) { c.Data = "" }, []string{"error data: no folder"}},
		{"an unknown programme", func(c *Config) { c.Programme = "ca-wc-irm" }, []string{`error programme: there is none called "ca-wc-irm"`}},
		{"no county", func(c *Config) { c.Organization.County = "" }, []string{"incomplete organization.county is not set"}},
		{"no Administrative Director", func(c *Config) { c.Director = Director{} }, []string{"incomplete director.name"}},
		{"an Administrative Director who cannot be reached", func(c *Config) { c.Director.Email = "" }, []string{"incomplete director.address is not set: nor is director.email"}},
		{"nothing about the sender", func(c *Config) { c.Organization = Organization{} }, []string{
			"incomplete organization.name", "incomplete organization.address", "incomplete organization.telephone",
			"incomplete organization.signed_by", "incomplete organization.title", "incomplete organization.county", "incomplete organization.place",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := Loaded{Config: sound(t)}
			tt.change(&l.Config)
			got := l.Check(now, []string{"ca-wc-imr"})
			if len(got) != len(tt.want) {
				t.Fatalf("got %v", got)
			}
			for i, p := range got {
				if s := string(p.Severity) + " " + p.Message; !strings.HasPrefix(s, tt.want[i]) || strings.Contains(s, "geheim") {
					t.Errorf("got %q, want %q", s, tt.want[i])
				}
			}
			if HasErrors(got) != strings.HasPrefix(strings.Join(tt.want, " "), "error") {
				t.Errorf("whether the server starts is wrong: %v", got)
			}
		})
	}
}

func TestASecretThatOthersCanReadIsWarnedAbout(t *testing.T) {
	settings := file(t, `database_url = "postgres://u:geheim@h/d"`)
	secret := file(t, "postgres://u:geheim@h/d")
	for _, path := range []string{settings, secret} {
		from := Sources{File: settings}
		if path == secret {
			from = Sources{Environ: []string{"OPENIMR_DATABASE_URL_FILE=" + secret}}
		}
		for mode, want := range map[os.FileMode]int{0o600: 0, 0o640: 1, 0o604: 1} {
			if err := os.Chmod(path, mode); err != nil {
				t.Fatal(err)
			}
			l := Load(from)
			if len(l.Problems) != want || want > 0 && (l.Problems[0].Severity != Warning || l.Problems[0].Hint != "chmod 600 "+path) {
				t.Errorf("%o: %v", mode, l.Problems)
			}
		}
	}
}

func TestCheckLeavesNothingBehind(t *testing.T) {
	l := Loaded{Config: sound(t)}
	l.Config.Data = t.TempDir()
	l.Check(time.Now(), nil)
	if left, err := os.ReadDir(l.Config.Data); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func certificate(t *testing.T, end time.Time) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: end.AddDate(-1, 0, 0), NotAfter: end}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return file(t, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))),
		file(t, string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})))
}

func TestTheExampleNamesEveryKeyAndCanBeRead(t *testing.T) {
	example := Example()
	asItIs := Load(Sources{File: file(t, example)})
	if len(asItIs.Problems) > 0 || !reflect.DeepEqual(asItIs.Config, Load(Sources{}).Config) {
		t.Errorf("the example changes the defaults: %v", asItIs.Problems)
	}
	commented := regexp.MustCompile(`(?m)^# ([a-z_0-9]+ = )`)
	all := Load(Sources{File: file(t, commented.ReplaceAllString(example, "$1"))})
	if len(all.Problems) > 0 {
		t.Error(all.Problems)
	}
	for _, v := range all.Values {
		if v.Origin.Kind != FromFile {
			t.Errorf("%s is not in the example", v.Key)
		}
	}
}

func TestSettingsWrittenAsAFileAreReadBack(t *testing.T) {
	c := sound(t)
	c.BehindProxy, c.Grace, c.Organization.Name = true, time.Minute, "A \"B\" \\ C é \u007f & <D>"
	c.DatabaseURL = "postgres://u:geheim@h/d"
	text := c.TOML()
	l := Load(Sources{File: file(t, text)})
	c.DatabaseURL = ""
	if len(l.Problems) > 0 || !reflect.DeepEqual(l.Config, c) || strings.Contains(text, "geheim") {
		t.Errorf("got %+v, problems %v of\n%s", l.Config, l.Problems, text)
	}
	if text := Load(Sources{}).Config.TOML(); text != "" {
		t.Errorf("the defaults are written: %s", text)
	}
}

func FuzzLoadFile(f *testing.F) {
	f.Add("listen = \"127.0.0.1:1\"\n[organization]\naddress = [\"a\", \"b\"]\n")
	f.Add("[log\nx")
	f.Add("log = 1\n[tls.cert]\nx = {y = 1}")
	f.Fuzz(func(t *testing.T, text string) {
		path := filepath.Join(t.TempDir(), "x.toml")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Skip(err)
		}
		if l := Load(Sources{File: path}); len(l.Values) != len(settings) {
			t.Errorf("%d values", len(l.Values))
		}
	})
}
