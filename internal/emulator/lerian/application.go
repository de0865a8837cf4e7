package lerian

import (
	"fmt"
	"slices"
	"time"
)

// application is immutable: a write replaces it in a new slice, so that a list can be kept as it was.
type application struct {
	id          string
	name        string
	description string
	clientID    string
	secretHash  string // empty: every secret is rejected
	secret      string // plain text on servers that show it, else empty
	createdAt   string
}

// body is the JSON form of an application.
type body struct {
	ID           string `json:"id"`
	Name         string `json:"name"`
	Description  string `json:"description"`
	ClientID     string `json:"clientId"`
	ClientSecret string `json:"clientSecret,omitempty"`
	CreatedAt    string `json:"createdAt"`
}

// body returns the JSON form. It has the secret only on servers that store it in plain text.
func (a application) body() body {
	return body{a.id, a.name, a.description, a.clientID, a.secret, a.createdAt}
}

func (a *application) setSecret(secret string, inClear bool) {
	a.secretHash, a.secret = "", ""
	if secret != "" {
		a.secretHash = hash(secret)
	}
	if inClear {
		a.secret = secret
	}
}

func timestamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// register returns a new application and its secret, which newer servers never show again.
func (s *Server) register(name, description string, now time.Time) (application, string) {
	secret := randomHex(20)
	a := application{
		id:          newID(now),
		name:        name,
		description: description,
		clientID:    randomHex(10),
		createdAt:   timestamp(now),
	}
	a.setSecret(secret, s.config.SecretOnRead)
	return a, secret
}

// seed adds the configured number of applications, oldest first.
func (s *Server) seed() {
	now := s.config.Now()
	for i := range s.config.Seed {
		name := "midaz"
		if n := len(s.config.Allowlist); n > 0 {
			name = s.config.Allowlist[i%n]
		}
		created := now.Add(-time.Duration(s.config.Seed-i) * time.Minute)
		a, _ := s.register(name, fmt.Sprintf("Seeded application %04d", i+1), created)
		s.apps = append(s.apps, a)
	}
	s.before = s.apps
}

// write replaces the applications. The caller holds the lock, and must not change the slice afterwards.
func (s *Server) write(apps []application) { s.before, s.apps = s.apps, apps }

// index returns the index of the application, or -1. The caller holds the lock.
func (s *Server) index(id string) int {
	return slices.IndexFunc(s.apps, func(a application) bool { return a.id == id })
}

// remove deletes the application at i. The caller holds the lock.
func (s *Server) remove(i int) {
	s.deleted[s.apps[i].clientID] = struct{}{}
	s.write(slices.Delete(slices.Clone(s.apps), i, i+1))
}
