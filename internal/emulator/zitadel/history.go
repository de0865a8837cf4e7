package zitadel

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

// eventKind is a kind of change to an application or a user.
type eventKind struct{ key, label string }

var (
	appAdded         = eventKind{"EventTypes.project.application.added", "Application added"}
	appChanged       = eventKind{"EventTypes.project.application.changed", "Application changed"}
	appDeactivated   = eventKind{"EventTypes.project.application.deactivated", "Application deactivated"}
	appReactivated   = eventKind{"EventTypes.project.application.reactivated", "Application reactivated"}
	appRemoved       = eventKind{"EventTypes.project.application.removed", "Application removed"}
	apiConfigAdded   = eventKind{"EventTypes.project.application.config.api.added", "API Configuration added"}
	apiConfigChanged = eventKind{"EventTypes.project.application.config.api.changed", "API Configuration changed"}
	apiSecretChanged = eventKind{"EventTypes.project.application.config.api.secret.changed", "API secret changed"}
	oidcConfigAdded  = eventKind{"EventTypes.project.application.config.oidc.added", "OIDC Configuration added"}

	oidcConfigChanged = eventKind{"EventTypes.project.application.config.oidc.changed", "OIDC Configuration changed"}
	oidcSecretChanged = eventKind{"EventTypes.project.application.config.oidc.secret.changed", "OIDC secret changed"}

	machineAdded         = eventKind{"EventTypes.user.machine.added", "Technical user added"}
	machineChanged       = eventKind{"EventTypes.user.machine.changed", "Technical user changed"}
	machineSecretSet     = eventKind{"EventTypes.user.machine.secret.set", "Secret generated"}
	machineSecretRemoved = eventKind{"EventTypes.user.machine.secret.removed", "Secret removed"}
	machineKeyAdded      = eventKind{"EventTypes.user.machine.key.added", "Key added"}
	machineKeyRemoved    = eventKind{"EventTypes.user.machine.key.removed", "Key removed"}
	usernameChanged      = eventKind{"EventTypes.user.username.changed", "Username changed"}
	userDeactivated      = eventKind{"EventTypes.user.deactivated", "User deactivated"}
	userReactivated      = eventKind{"EventTypes.user.reactivated", "User reactivated"}
	userLocked           = eventKind{"EventTypes.user.locked", "User locked"}
	userUnlocked         = eventKind{"EventTypes.user.unlocked", "User unlocked"}
	userRemoved          = eventKind{"EventTypes.user.removed", "User removed"}
)

type event struct {
	kind     eventKind
	sequence uint64
	at       time.Time
	editor   *user
}

type changesAnswer struct {
	Result []change `json:"result,omitempty"`
}

type change struct {
	ChangeDate    string        `json:"changeDate"`
	EventType     localizedName `json:"eventType"`
	Sequence      uint64        `json:"sequence,string"`
	EditorID      string        `json:"editorId"`
	EditorName    string        `json:"editorDisplayName"`
	ResourceOwner string        `json:"resourceOwnerId"`
	EditorLogin   string        `json:"editorPreferredLoginName"`
}

type localizedName struct {
	Key   string `json:"key"`
	Label string `json:"localizedMessage"`
}

// searchChanges reads the event store. Removed applications and those that the read side lost have a history; those of
// another organization have none. The query string selects the part; the body is ignored.
func (s *Server) searchChanges(c *call) (any, *problem) {
	page, err := readPageQuery(c.query)
	if err != nil {
		return nil, malformed(err)
	}
	app := s.state.byID[c.app]
	if app == nil || app.project.id != c.project || app.project.organization != c.organization ||
		fault.Is(c.ctx, fault.NotFoundTimes) {
		return changesAnswer{}, nil
	}
	return changesAnswer{Result: changes(app.events, app.owner, page)}, nil
}

// changes returns the newest events first, unless the page is ascending, starting after the page's sequence.
func changes(events []event, owner string, page page) []change {
	events = slices.Clone(events)
	if !page.ascending {
		slices.Reverse(events)
	}
	var list []change
	for _, e := range events {
		if !page.reaches(e.sequence) {
			continue
		}
		list = append(list, e.describe(owner))
		if uint64(len(list)) == page.limit {
			break
		}
	}
	return list
}

func (e event) describe(owner string) change {
	return change{
		ChangeDate:    timestamp(e.at),
		EventType:     localizedName{Key: e.kind.key, Label: e.kind.label},
		Sequence:      e.sequence,
		EditorID:      e.editor.id,
		EditorName:    e.editor.display,
		ResourceOwner: owner,
		EditorLogin:   e.editor.login,
	}
}

// page is the "query" of both searches. The search of applications takes it from the body.
type page struct {
	offset, limit, sequence uint64
	ascending               bool
}

func readPage(body message) (page, error) {
	var p page
	query, err := body.child("query")
	if err != nil {
		return p, err
	}
	for name, into := range map[string]*uint64{"offset": &p.offset, "limit": &p.limit, "sequence": &p.sequence} {
		if *into, err = query.number(name); err != nil {
			return p, err
		}
	}
	p.ascending, err = query.flag("asc")
	return p, err
}

func readPageQuery(query url.Values) (page, error) {
	var p page
	for name, into := range map[string]*uint64{"query.limit": &p.limit, "query.sequence": &p.sequence} {
		text := query.Get(name)
		if text == "" {
			continue
		}
		var err error
		if *into, err = strconv.ParseUint(text, 10, 64); err != nil {
			return p, fmt.Errorf("parsing field %q: %w", name, err)
		}
	}
	p.ascending = query.Get("query.asc") == "true"
	return p, nil
}

// reaches reports whether a sequence comes after the page's sequence, in its order; 0 means no bound.
func (p page) reaches(sequence uint64) bool {
	switch {
	case p.sequence == 0:
		return true
	case p.ascending:
		return sequence > p.sequence
	default:
		return sequence < p.sequence
	}
}
