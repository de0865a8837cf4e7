// Package emulator serves the identity platforms on loopback, with faults, drift and a journal of requests. It behaves like
// the originals as far as clients can tell. It shares no code with the provider, so that a misunderstanding cannot hide in
// both.
package emulator

import (
	"errors"
	"maps"
	"net/http"
	"sync"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/keycard"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/lerian"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/zitadel"
)

// Options configure the platforms. The zero value is the newest known release of each, empty and without latency.
type Options struct {
	Latency            time.Duration // before each operation of a platform
	Seed               int           // number of applications that each platform has at the start
	LerianSecretOnRead bool          // Lerian is a server of release 3.9 or older
	LerianRateLimit    int           // requests per minute that Lerian's Identity plugin accepts; 0 means no limit
	LerianCreateLock   bool          // Lerian rejects a create while another one is in progress, as since release 3.11
	KeycardRevocation  bool          // Keycard's zones have a revocation endpoint
	ZitadelVersion     string        // such as "v4.13"; empty means the newest known release

	// Backend, if not nil, wraps each operation inside of faults and latency: it sees what the platform receives and
	// returns, but not the responses of faults.
	Backend func(platform string, next http.Handler) http.Handler

	// Delayed, if not nil, is called when a fault starts to delay a response, with the delay.
	Delayed func(time.Duration)
}

// Emulator is a running set of all platforms.
type Emulator struct {
	Faults  *fault.Set // use Arm to add a fault: it also rejects unknown operations
	Journal *Journal
	ZITADEL *zitadel.Server
	Keycard *keycard.Server
	Lerian  *lerian.Server

	operations operations
	platforms  map[string]platform
	servers    servers
	url        string // of the control interface
	close      sync.Once
}

// platform is what the emulator needs of each platform, besides its handlers.
type platform interface {
	Environment() map[string]string
	Applications() []map[string]any
	Change(id string, fields map[string]any) error
	Remove(id string) error
}

func (o Options) check() error {
	if o.Seed < 0 || o.Latency < 0 {
		return errors.New("seed and latency must not be negative")
	}
	if o.ZitadelVersion == "" {
		return nil
	}
	return zitadel.CheckVersion(o.ZitadelVersion)
}

// Start listens on free ports of 127.0.0.1 and serves until Close.
func Start(o Options) (*Emulator, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	e := &Emulator{Faults: &fault.Set{Delayed: o.Delayed}, Journal: &Journal{}}
	e.ZITADEL = zitadel.New(zitadel.Config{Seed: o.Seed, Version: o.ZitadelVersion}, e.wrap("zitadel", o))
	e.Keycard = keycard.New(keycard.Config{Seed: o.Seed, Revocation: o.KeycardRevocation}, e.wrap("keycard", o))
	e.Lerian = lerian.New(lerian.Config{
		Seed: o.Seed, SecretOnRead: o.LerianSecretOnRead, RateLimit: o.LerianRateLimit, CreateLock: o.LerianCreateLock,
	}, e.wrap("lerian", o))
	e.platforms = map[string]platform{"zitadel": e.ZITADEL, "keycard": e.Keycard, "lerian": e.Lerian}

	urls, err := e.servers.listen(5)
	if err != nil {
		return nil, err
	}
	e.ZITADEL.SetURL(urls[0])
	e.Keycard.SetURL(urls[1])
	e.Lerian.SetURLs(urls[2], urls[3])
	e.url = urls[4]
	e.servers.serve(e.ZITADEL.Handler(), e.Keycard.Handler(), e.Lerian.Auth(), e.Lerian.Identity(), e.control())
	return e, nil
}

// Close stops serving and returns once no handler is running.
func (e *Emulator) Close() { e.close.Do(e.servers.stop) }

// Environment returns the variables for a client of all platforms and the control interface: those that the provider reads,
// IDP_EMULATOR_URL, ZITADEL_PROJECT_ID and KEYCARD_ZONE_ID.
func (e *Emulator) Environment() map[string]string {
	all := map[string]string{"IDP_EMULATOR_URL": e.url}
	for _, p := range e.platforms {
		maps.Copy(all, p.Environment())
	}
	return all
}
