package refresh

import (
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// list is what the pages of a scope say, as far as they were fetched.
type list struct {
	of           listID
	began        time.Time
	applications map[string]*idp.Application // parts of pages
	credentials  map[string]idp.Credential
	clients      map[[2]string]string // the credentials' IDs by application and client ID
	over         bool                 // no more pages will be fetched for reads

	reads int // that came
	worth int // requests that the reads would take as Gets: W
	paid  int // pages that were fetched for them
	again int // reads that must have come before pages are tried again

	pages map[string]*page // by cursor: those that are there or under way, for whomever
	next  string           // the cursor of the first page that is not there
}

func newList(of listID) *list {
	return &list{
		of: of, began: time.Now(), pages: map[string]*page{},
		applications: map[string]*idp.Application{}, credentials: map[string]idp.Credential{}, clients: map[[2]string]string{},
	}
}

// affords reports whether the reads so far pay for another page; see the package's description.
func (l *list) affords(price int) bool {
	return l.reads > 1 && l.reads >= l.again && l.paid < max(price, l.worth-2*price)
}

// add takes in a page, or learns why there is none.
func (l *list) add(cursor string, asked *page) {
	if asked.err != nil {
		l.again = 2 * l.reads
		delete(l.pages, cursor)
		return
	}
	if l.full() {
		delete(l.pages, cursor)
		return
	}
	for i, app := range asked.Applications {
		l.applications[app.ID] = &asked.Applications[i]
	}
	for _, credential := range asked.Credentials {
		l.credentials[credential.ID] = credential
		l.clients[[2]string{credential.ApplicationID, credential.ClientID}] = credential.ID
	}
	asked.there = true
	l.advance()
}

func (l *list) full() bool { return len(l.applications)+len(l.credentials) >= maxListed }

// advance leads to the next page that is not there. It comes after a page that nobody had fetched for a read, too.
func (l *list) advance() {
	for !l.over {
		at := l.pages[l.next]
		if at == nil || !at.there {
			return
		}
		l.over = at.Next == "" || at.passed || l.full() // a cursor that leads back ends the list
		at.passed = true
		l.next = at.Next
	}
}

// identified is what is known with the IDs of credentials of which only the client ID is known.
func (l *list) identified(known idp.Application) idp.Application {
	find := func(id, clientID string) string {
		if id != "" || clientID == "" {
			return id
		}
		return l.clients[[2]string{known.ID, clientID}]
	}
	known.CredentialID = find(known.CredentialID, known.ClientID)
	known.PreviousCredentialID = find(known.PreviousCredentialID, known.PreviousClientID)
	return known
}

// confirms reports whether all that Get would show is listed, and as known.
func (l *list) confirms(known idp.Application) bool {
	listed, ok := l.applications[known.ID]
	if !ok || !same(*listed, known) {
		return false
	}
	for _, credential := range credentialsOf(known) {
		if !sameCredential(l.credentials[credential.ID], credential, credential.ID == known.CredentialID) {
			return false
		}
	}
	return true
}

// contradicts reports whether something is listed, and not as known.
func (l *list) contradicts(known idp.Application) bool {
	listed, ok := l.applications[known.ID]
	if ok && listed.AuthMethod == "" && known.CredentialID == "" && known.ClientID != "" {
		return false // its credential may be on a later page
	}
	if ok && !same(*listed, known) {
		return true
	}
	for _, credential := range credentialsOf(known) {
		if listed, ok := l.credentials[credential.ID]; ok && !sameCredential(listed, credential, credential.ID == known.CredentialID) {
			return true
		}
	}
	return false
}
