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
	logins        map[string]*user  // user names in use in lower case
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
	inactive bool // the applications of its projects cannot authenticate
}

type project struct {
	id, organization string
	removed          bool
	inactive         bool                    // its applications cannot authenticate
	sequence         uint64                  // of its latest event; applications are part of the project's event stream
	names            map[string]*application // names in use in lower case, of all types
}

// apiAuthMethods are the auth methods of an API application, by enum number.
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
	secret             *digest       // nil if none was ever generated
	inactive           bool
	ofInstance         bool // exists from the start; hidden from the control interface
	removed            bool // kept for its history
	lost               bool // the read side never shows it
	undead             bool // the read side continues to show it after its removal
	events             []event
}

// readable reports whether the read side shows the application.
func (a application) readable() bool {
	return !a.lost && (a.live() || a.undead && !a.project.removed)
}

func (a application) live() bool { return !a.removed && !a.project.removed }

// hasKeys reports whether the application authenticates with keys. Otherwise its keys are hidden.
func (a application) hasKeys() bool {
	if a.oidc != nil {
		return a.oidc.method == oidcPrivateKeyJWT
	}
	return a.method == methodPrivateKeyJWT
}

// hasSecret reports whether a new application gets a secret. A later change of the auth method neither generates nor removes
// one.
func (a application) hasSecret() bool {
	if a.oidc != nil {
		return a.oidc.method == oidcBasic || a.oidc.method == oidcPost
	}
	return a.method == methodBasic
}

// latestWrite has the application before its latest write, for stale lists.
type latestWrite struct {
	id      string
	before  application
	existed bool
}

// asSeen returns the application as a list shows it. A stale list lacks the latest write.
func (s *Server) asSeen(app *application, stale bool) (application, bool) {
	latest := s.state.latest
	if !stale || latest.id != app.id {
		return *app, app.readable()
	}
	return latest.before, latest.existed && latest.before.readable()
}

// store applies a write: it changes the application, appends the events and increments the project's sequence.
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

// insert stores a new application whose name is unused. If another application has its ID, the read side continues to show
// that one, and the secret of the new one is never accepted.
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

// taken reports whether another application of the project has the name, ignoring case.
func (p *project) taken(name string, by *application) bool {
	holder := p.names[strings.ToLower(name)]
	return holder != nil && holder != by
}

// clock returns the time in microseconds, the precision of the database.
func (s *Server) clock() time.Time { return s.now().UTC().Truncate(time.Microsecond) }
