package refresh

import (
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// list has the contents of the pages of a scope that were fetched so far.
type list struct {
	of           listID
	began        time.Time
	applications map[string]*idp.Application // pointers into pages
	credentials  map[string]idp.Credential
	clients      map[[2]string]string // the credential's ID by application and client ID
	over         bool                 // no more pages will be fetched for reads

	reads int // reads so far
	worth int // requests that these reads would take as Gets: W
	paid  int // pages that were fetched for reads
	again int // the number of reads before another page is fetched, after a failure

	pages map[string]*page // by cursor: pages that were fetched or are being fetched, for any caller
	next  string           // the cursor of the first page that is missing
}

func newList(of listID) *list {
	return &list{
		of: of, began: time.Now(), pages: map[string]*page{},
		applications: map[string]*idp.Application{}, credentials: map[string]idp.Credential{}, clients: map[[2]string]string{},
	}
}

// affords reports whether the reads so far justify another page; see the package's documentation.
func (l *list) affords(price int) bool {
	return l.reads > 1 && l.reads >= l.again && l.paid < max(price, l.worth-2*price)
}

// add adds a page to the list, or notes that fetching it failed.
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

// advance moves next to the first page that is missing. It also moves past pages that were not fetched for a read.
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

// identified returns known with the IDs of those credentials of which only the client ID is known.
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

// confirms reports whether everything that Get would return is listed, and equals known.
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

// contradicts reports whether something is listed that differs from known.
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
