package refresh

import (
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// list is what the pages of a scope say, as far as they were fetched.
type list struct {
	began        time.Time
	applications map[string]idp.Application
	credentials  map[string]idp.Credential
	over         bool // no more pages will be fetched

	reads int // that came
	worth int // requests that the reads would take as Gets: W
	pages int // that were fetched
	again int // reads that must have come before pages are tried again

	next string        // the cursor of the next page
	page chan struct{} // closed when the page that is being fetched is there; nil while none is
}

func newList() *list {
	return &list{began: time.Now(), applications: map[string]idp.Application{}, credentials: map[string]idp.Credential{}}
}

// price is the number of requests that a Get of the application takes.
func price(known idp.Application) int { return 1 + len(credentialsOf(known)) }

// affords reports whether the reads so far pay for another page; see the package's description.
func (l *list) affords(price int) bool {
	return l.reads > 1 && l.reads >= l.again && l.pages < max(price, l.worth-2*price)
}

// add takes in the next page, or learns why there is none.
func (l *list) add(page idp.Page, err error) {
	if err != nil {
		l.again = 2 * l.reads
		return
	}
	for _, app := range page.Applications {
		l.applications[app.ID] = app
	}
	for _, credential := range page.Credentials {
		l.credentials[credential.ID] = credential
	}
	if page.Next == "" || page.Next == l.next || len(l.applications)+len(l.credentials) >= maxListed {
		l.over = true
	}
	l.next = page.Next
}

// confirms reports whether all that Get would show is listed, and as known.
func (l *list) confirms(known idp.Application) bool {
	listed, ok := l.applications[known.ID]
	if !ok || !same(listed, known) {
		return false
	}
	for _, credential := range credentialsOf(known) {
		if l.credentials[credential.ID] != credential {
			return false
		}
	}
	return true
}

// contradicts reports whether something is listed, and not as known.
func (l *list) contradicts(known idp.Application) bool {
	listed, ok := l.applications[known.ID]
	if ok && !same(listed, known) {
		return true
	}
	for _, credential := range credentialsOf(known) {
		if listed, ok := l.credentials[credential.ID]; ok && listed != credential {
			return true
		}
	}
	return false
}
