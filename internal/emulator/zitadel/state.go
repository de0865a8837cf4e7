package zitadel

import (
	"strings"
	"time"
)

// state is everything the instance stores.
type state struct {
	organizations map[string]*organization // by id
	projects      map[string]*project
	users         []*user // in creation order, removed ones included
	usersByID     map[string]*user
	logins        map[string]*user  // taken user names in lower case
	tokens        map[digest]*token // by the hash of the token
	apps          []*application    // in creation order, removed ones included
	byID          map[string]*application
	byClient      map[string]*application
	keys          []*key // in creation order, removed ones included
	keysByID      map[string]*key
	latest        latestWrite
	latestKey     latestKeyWrite
}

func newState() state {
	return state{
		organizations: map[string]*organization{},
		projects:      map[string]*project{},
		usersByID:     map[string]*user{},
		logins:        map[string]*user{},
		tokens:        map[digest]*token{},
		byID:          map[string]*application{},
		byClient:      map[string]*application{},
		keysByID:      map[string]*key{},
	}
}

type organization struct {
	id       string
	inactive bool // its projects' applications do not authenticate
}

type project struct {
	id, organization string
	removed          bool
	inactive         bool                    // its applications do not authenticate
	sequence         uint64                  // of its latest event; applications are part of the project's stream
	names            map[string]*application // taken names in lower case, whatever the application's type
}

// The auth methods of an API application, by their enum number.
var apiAuthMethods = []string{"API_AUTH_METHOD_TYPE_BASIC", "API_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT"}

const (
	methodBasic         = 0
	methodPrivateKeyJWT = 1
)

type application struct {
	record
	id, clientID, name string
	project            *project
	oidc               *oidcSettings // nil for an API application
	method             int           // of an API application
	secret             *digest       // nil as long as none was ever generated
	inactive           bool
	ofInstance         bool // there from the start, and not for the control interface
	removed            bool // kept for its history
	lost               bool // the read side never learns of it
	undead             bool // the read side never learns of its removal
	events             []event
}

// readable tells whether the read side shows the application.
func (a application) readable() bool {
	return !a.lost && (a.live() || a.undead && !a.project.removed)
}

func (a application) live() bool { return !a.removed && !a.project.removed }

// hasKeys tells whether the application authenticates with keys. Those that it has otherwise are hidden.
func (a application) hasKeys() bool {
	if a.oidc != nil {
		return a.oidc.method == oidcPrivateKeyJWT
	}
	return a.method == methodPrivateKeyJWT
}

// hasSecret tells whether a new application gets a secret. A later change of the auth method neither makes nor removes one.
func (a application) hasSecret() bool {
	if a.oidc != nil {
		return a.oidc.method == oidcBasic || a.oidc.method == oidcPost
	}
	return a.method == methodBasic
}

// latestWrite remembers an application as it was before the write that came last, for lists that lag behind.
type latestWrite struct {
	id      string
	before  application
	existed bool
}

// asSeen is the application as a list shows it; a stale list does not know the latest write yet.
func (s *Server) asSeen(app *application, stale bool) (application, bool) {
	latest := s.state.latest
	if !stale || latest.id != app.id {
		return *app, app.readable()
	}
	return latest.before, latest.existed && latest.before.readable()
}

// store carries out a write: it changes the application, appends the events and moves the project's sequence on.
func (s *Server) store(editor *user, app *application, change func(), kinds ...eventKind) {
	_, existed := s.state.byID[app.id]
	s.state.latest, s.state.latestKey = latestWrite{id: app.id, before: *app, existed: existed}, latestKeyWrite{}
	change()
	app.changed = s.clock()
	for _, kind := range kinds {
		app.project.sequence++
		app.sequence = app.project.sequence
		app.events = append(app.events, event{kind: kind, sequence: app.sequence, at: app.changed, editor: editor})
	}
}

// insert stores a new application under a name that is known to be free. Where another application has its ID, the read
// side goes on showing that one, and nobody ever gets in with the new one's secret.
func (s *Server) insert(editor *user, app *application) {
	kinds := []eventKind{appAdded, apiConfigAdded}
	if app.oidc != nil {
		kinds[1] = oidcConfigAdded
	}
	s.store(editor, app, func() {
		app.created, app.owner = s.clock(), app.project.organization
		app.project.names[strings.ToLower(app.name)] = app
		s.state.apps = append(s.state.apps, app)
		if other := s.state.byID[app.id]; other != nil && other.live() {
			app.lost = true
			return
		}
		s.state.byID[app.id] = app
		s.state.byClient[app.clientID] = app
	}, kinds...)
}

func (s *Server) rename(editor *user, app *application, name string) {
	s.store(editor, app, func() {
		delete(app.project.names, strings.ToLower(app.name))
		app.project.names[strings.ToLower(name)] = app
		app.name = name
	}, appChanged)
}

func (s *Server) remove(editor *user, app *application) {
	s.store(editor, app, func() {
		delete(app.project.names, strings.ToLower(app.name))
		app.removed = true
	}, appRemoved)
}

// taken tells whether another application of the project has the name, in any case of letters.
func (p *project) taken(name string, by *application) bool {
	holder := p.names[strings.ToLower(name)]
	return holder != nil && holder != by
}

// clock is the time to the microsecond, which is what the database keeps.
func (s *Server) clock() time.Time { return s.now().UTC().Truncate(time.Microsecond) }
