package provider

import (
	"reflect"
	"slices"
	"sync"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

const (
	clientAge  = 15 * time.Minute // then the platform's metadata, such as its endpoints, is fetched again
	maxClients = 32
)

// clients caches the platforms' clients and their tokens from one configuration of the provider to the next. Terraform
// configures a process once. Engines that reconcile configure it again and again. With a login each time, they would soon
// hit a rate limit: Lerian allows ten logins a minute.
type clients struct {
	now func() time.Time

	mu   sync.Mutex
	kept []client
}

type client struct {
	of       origin
	platform idp.Platform
	since    time.Time
}

// origin is everything that a client depends on. Clients are shared only if all of it is equal, credentials included.
type origin struct {
	config  any // of the platform
	headers map[string]string
	http    transport.Config
}

// connector returns a client for this configuration of a platform, cached or new.
type connector func(config any, connect func() (idp.Platform, error)) (idp.Platform, error)

// get returns the cached client for this origin, or makes and caches one.
func (c *clients) get(of origin, connect func() (idp.Platform, error)) (idp.Platform, error) {
	of.http.Backoff, of.http.Deadline, of.http.WithTimeout, of.http.Pause = nil, nil, nil, nil // set by the provider, always the same
	c.mu.Lock()
	defer c.mu.Unlock()
	c.kept = slices.DeleteFunc(c.kept, func(k client) bool { return c.now().Sub(k.since) >= clientAge })
	for _, k := range c.kept {
		if reflect.DeepEqual(k.of, of) {
			return k.platform, nil
		}
	}
	platform, err := connect()
	if err != nil {
		return nil, err
	}
	c.kept = append(c.kept, client{of, platform, c.now()})
	if len(c.kept) > maxClients {
		c.kept = slices.Delete(c.kept, 0, 1)
	}
	return platform, nil
}
