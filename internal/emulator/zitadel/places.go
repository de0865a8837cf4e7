package zitadel

import "github.com/idpkit/terraform-provider-idp/internal/emulator/fault"

type projectAnswer struct {
	Project place `json:"project"`
}

type organizationAnswer struct {
	Org place `json:"org"`
}

// place is a project or an organization, with the fields that clients use.
type place struct {
	ID      string  `json:"id"`
	Details details `json:"details"`
	State   string  `json:"state"`
	Name    string  `json:"name"`
	Domain  string  `json:"primaryDomain,omitempty"` // of an organization
}

// getProject has its own error ID for projects of other organizations, in releases that check the organization.
func (s *Server) getProject(c *call) (any, *problem) {
	p := s.state.projects[c.project]
	if p == nil || p.removed || fault.Is(c.ctx, fault.NotFoundTimes) {
		return nil, failure(c.missing)
	}
	if p.organization != c.organization && s.version.hidesForeignApps() {
		foreign := failure("MANAG-SFf2a")
		foreign.text = "Project not found"
		return nil, foreign
	}
	created := timestamp(s.started)
	shown := place{
		ID: p.id, Details: details{Sequence: p.sequence, CreationDate: created, ChangeDate: created, ResourceOwner: p.organization}, State: "PROJECT_STATE_ACTIVE", Name: "project-" + p.id,
	}
	if p.inactive {
		shown.State = "PROJECT_STATE_INACTIVE"
	}
	return projectAnswer{shown}, nil
}

func (s *Server) getOrganization(c *call) (any, *problem) {
	created := timestamp(s.started)
	shown := place{
		ID: c.organization, Details: details{Sequence: 1, CreationDate: created, ChangeDate: created, ResourceOwner: c.organization},
		State: "ORG_STATE_ACTIVE", Name: "organization-" + c.organization, Domain: "organization-" + c.organization + ".localhost",
	}
	if s.state.organizations[c.organization].inactive {
		shown.State = "ORG_STATE_INACTIVE"
	}
	return organizationAnswer{shown}, nil
}
