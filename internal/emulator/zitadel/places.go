package zitadel

import "github.com/idpkit/terraform-provider-idp/internal/emulator/fault"

type projectAnswer struct {
	Project place `json:"project"`
}

type organizationAnswer struct {
	Org place `json:"org"`
}

// place is a project or an organization, as far as anybody here looks at it.
type place struct {
	ID      string  `json:"id"`
	Details details `json:"details"`
	State   string  `json:"state"`
	Name    string  `json:"name"`
}

// getProject shows projects of other organizations as well, to those who have a role for them.
func (s *Server) getProject(c *call) (any, *problem) {
	p := s.state.projects[c.project]
	if p == nil || p.removed || fault.Is(c.ctx, fault.NotFoundTimes) {
		return nil, failure(c.missing)
	}
	shown := place{
		ID: p.id, Details: details{Sequence: p.sequence, ResourceOwner: p.organization}, State: "PROJECT_STATE_ACTIVE", Name: "project-" + p.id,
	}
	if p.inactive {
		shown.State = "PROJECT_STATE_INACTIVE"
	}
	return projectAnswer{shown}, nil
}

func (s *Server) getOrganization(c *call) (any, *problem) {
	shown := place{
		ID: c.organization, Details: details{ResourceOwner: c.organization}, State: "ORG_STATE_ACTIVE", Name: "organization-" + c.organization,
	}
	if s.state.organizations[c.organization].inactive {
		shown.State = "ORG_STATE_INACTIVE"
	}
	return organizationAnswer{shown}, nil
}
