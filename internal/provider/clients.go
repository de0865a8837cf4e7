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
	clientAge  = 15 * time.Minute // what a platform says of itself, such as where its endpoints are, is asked for again after that
	maxClients = 32
)

// clients keeps the clients of platforms, with their tokens, from one configuration of the provider to the next. Terraform
// configures a process once. Engines that reconcile do it again and again, and a login each time would soon be one too many:
// Lerian allows ten a minute.
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

// origin is all that a client is made of. Clients are shared only where all of it is the same, the credentials included.
type origin struct {
	config  any // of the platform
	headers map[string]string
	http    transport.Config
}

// connector makes the client of a platform that is configured like this, or finds one.
type connector func(config any, connect func() (idp.Platform, error)) (idp.Platform, error)

// get returns the client for what it is made of, which may be made for it.
func (c *clients) get(of origin, connect func() (idp.Platform, error)) (idp.Platform, error) {
	of.http.Backoff, of.http.Deadline, of.http.WithTimeout, of.http.Pause = nil, nil, nil, nil // the provider's own, always the same
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
