package zitadel

import (
	"context"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// history has the last changes of an application, newest first. It is reliable where reads are not: ZITADEL's reads can lose
// an application, or its deletion.
type history []AppChange

// historyLimit is enough to include a deletion, which is always the last change.
const historyLimit = 5

func (p *Platform) history(ctx context.Context, known idp.Application) (history, error) {
	if isAccount(known.Registration) {
		return p.accountHistory(ctx, known)
	}
	resp, err := p.api.SearchAppChanges(transport.Repeatable(ctx), known.Scope.ProjectID, known.ID,
		&SearchAppChangesParams{Limit: historyLimit, OrganizationID: p.inOrganization(known.Scope).OrganizationID}, Nothing{})
	found, err := answered[AppChanges](resp, err, false)
	if err != nil {
		return nil, p.explained(err)
	}
	if found.Result == nil {
		return nil, nil
	}
	return *found.Result, nil
}

// removal returns the change that deleted the application, or nil if it exists or never did.
func (h history) removal() *AppChange {
	for i, change := range h {
		switch key := change.EventType.Key; {
		case strings.HasSuffix(key, ".application.removed"), strings.HasSuffix(key, ".user.removed"):
			return &h[i]
		case strings.HasSuffix(key, ".application.added"), strings.HasSuffix(key, ".user.machine.added"):
			return nil
		}
	}
	return nil
}

// use reports whether an entry of the history is a login of a service account instead of a change.
func (c AppChange) use() bool {
	return strings.Contains(c.EventType.Key, ".check.") || strings.Contains(c.EventType.Key, ".token.")
}

// live reports whether the application exists.
func (h history) live() bool { return len(h) > 0 && h.removal() == nil }

// removedBy returns who deleted an application, and when.
func removedBy(change *AppChange) string {
	by := transport.Printable(text(change.EditorDisplayName))
	if by == "" {
		by = "somebody"
	}
	return by + " removed it at " + transport.Printable(change.ChangeDate)
}
