package zitadel

import (
	"crypto/rand"
	"crypto/rsa"
	"fmt"
	"sync"
)

// keyBits is the size of the keys that ZITADEL generates for service accounts.
const keyBits = 2048

// credentials are the credentials and IDs that an operator knows from the start; the instance itself works with hashes. They
// never change.
type credentials struct {
	owner, console *user
	secret         string // the owner's, for client_credentials
	keyID          string
	key            func() *rsa.PrivateKey // generated on first use
	tokens         map[string]string      // personal access tokens by login name

	project, otherProject           string
	organization, otherOrganization string
	zitadelProject                  string
	oidcApp                         string
}

// The service accounts, by login name.
const (
	ownerLogin        = "terraform"
	projectOwnerLogin = "project-owner"
	orgOwnerLogin     = "organization-owner"
	viewerLogin       = "project-viewer"
	strangerLogin     = "stranger"
)

// seed creates the initial objects of the instance.
func (s *Server) seed(apps int) {
	a := &s.access
	a.organization, a.otherOrganization = s.ids.next(), s.ids.next()
	for _, id := range []string{a.organization, a.otherOrganization} {
		s.state.organizations[id] = &organization{id: id}
	}
	a.zitadelProject = s.ids.next()
	a.project = s.addProject(a.organization)
	a.otherProject = s.addProject(a.otherOrganization)
	s.seedUsers()
	s.seedApps(apps)
}

func (s *Server) addProject(organization string) string {
	id := s.ids.next()
	s.state.projects[id] = &project{id: id, organization: organization, sequence: 1, names: map[string]*application{}}
	return id
}

func (s *Server) seedUsers() {
	a := &s.access
	a.tokens = map[string]string{}
	a.console = &user{
		id: s.ids.next(), login: "zitadel-admin@zitadel.localhost", display: "ZITADEL Admin", record: record{owner: a.organization},
	}
	a.owner = s.addServiceAccount(ownerLogin, membership{role: iamOwner})
	s.addServiceAccount(projectOwnerLogin, membership{role: projectOwner, organization: a.organization, project: a.project})
	s.addServiceAccount(orgOwnerLogin, membership{role: orgOwner, organization: a.organization})
	s.addServiceAccount(viewerLogin, membership{role: projectOwnerViewer, organization: a.organization, project: a.project})
	s.addServiceAccount(strangerLogin)

	a.keyID = s.ids.next()
	a.key = operatorsKey
	a.secret = randomText(secretLength, alphanumeric)
	hash := digestOf(a.secret)
	a.owner.secret = &hash
	s.insertKey(a.console, &key{id: a.keyID, user: a.owner, expires: endOfTime, public: func() *rsa.PublicKey { return &a.key().PublicKey }})
}

// addServiceAccount creates a machine user with a personal access token.
func (s *Server) addServiceAccount(login string, memberships ...membership) *user {
	u := &user{
		id: s.ids.next(), login: login, display: login, record: record{owner: s.access.organization}, memberships: memberships,
		ofInstance: true,
	}
	s.insertUser(s.access.console, u)
	pat := randomText(patLength, urlSafe)
	s.access.tokens[login] = pat
	s.state.tokens[digestOf(pat)] = &token{
		id: s.ids.next(), user: u, personal: true, audience: []string{s.access.zitadelProject}, issued: s.clock(),
	}
	return u
}

// seedApps creates an OIDC application, for tests that confuse its ID with that of an API application, and API applications
// whose secrets nobody knows.
func (s *Server) seedApps(count int) {
	owner := s.state.projects[s.access.project]
	portal := &application{name: "seeded-portal", project: owner, ofInstance: true, id: s.ids.next(), clientID: s.ids.next()}
	portal.oidc = &oidcSettings{redirects: []string{"https://portal.example/callback"}, responseTypes: []int{responseCode}, grantTypes: []int{grantCode}}
	s.access.oidcApp = portal.id
	s.insert(s.access.console, portal)
	for i := range count {
		s.register(s.access.console, &application{name: fmt.Sprintf("seeded-%04d", i+1), project: owner})
	}
}

// operatorsKey is shared by all instances of a process, because generating a key is slow. Its ID differs.
var operatorsKey = sync.OnceValue(newKey)

func newKey() *rsa.PrivateKey {
	key, _ := rsa.GenerateKey(rand.Reader, keyBits) // never fails
	return key
}
