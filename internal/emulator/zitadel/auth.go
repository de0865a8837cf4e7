package zitadel

import (
	"net/http"
	"slices"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

// permission is a permission that an operation requires.
type permission string

const (
	appRead   permission = "project.app.read"
	appWrite  permission = "project.app.write"
	appDelete permission = "project.app.delete"

	projectRead permission = "project.read"
	orgRead     permission = "org.read"

	userRead   permission = "user.read"
	userWrite  permission = "user.write"
	userDelete permission = "user.delete"
)

// role is a set of permissions, with the names and defaults of the real server.
type role string

const (
	iamOwner           role = "IAM_OWNER"
	orgOwner           role = "ORG_OWNER"
	projectOwner       role = "PROJECT_OWNER"
	projectOwnerViewer role = "PROJECT_OWNER_VIEWER"
)

// granted lists the permissions of each role. An organization's owner may delete users but, unexpectedly, no applications. A
// project's owner may not read the organization.
var granted = map[role][]permission{
	iamOwner:           {appRead, appWrite, appDelete, projectRead, orgRead, userRead, userWrite, userDelete},
	orgOwner:           {appRead, appWrite, projectRead, orgRead, userRead, userWrite, userDelete},
	projectOwner:       {appRead, appWrite, appDelete, projectRead, userRead},
	projectOwnerViewer: {appRead, projectRead, userRead},
}

// membership grants a role for the instance, for an organization, or for one of its projects.
type membership struct {
	role         role
	organization string // "" is the whole instance
	project      string // "" is all projects
}

// authenticate returns the user of the token in the Authorization header. The scheme is case-sensitive.
func (s *Server) authenticate(r *http.Request) (*user, *problem) {
	header := r.Header.Get("Authorization")
	if header == "" {
		return nil, plain(codeUnauthenticated, "auth header missing")
	}
	bearer, ok := strings.CutPrefix(header, "Bearer ")
	if !ok {
		return nil, failure("AUTH-toLo1")
	}
	t := s.liveToken(bearer)
	if t == nil || !slices.Contains(t.audience, s.access.zitadelProject) || fault.Is(r.Context(), fault.UnauthenticatedOnce) {
		return nil, failure("AUTH-7fs1e")
	}
	return t.user, nil
}

// contextOrganization returns the organization that a call applies to: that of the header, by default the caller's.
func (s *Server) contextOrganization(r *http.Request, caller *user) (string, *problem) {
	id := r.Header.Get("X-Zitadel-Orgid")
	if id == "" {
		return caller.owner, nil
	}
	if s.state.organizations[id] == nil {
		return "", failure("AUTH-Bs7Ds")
	}
	return id, nil
}

// permit checks that one of the caller's roles in the organization has the permission. A caller without any role there gets
// a 404: the membership does not exist. A caller whose role is for another project gets another error ID than one whose
// roles lack the permission. Calls without a project accept a role for any project.
func permit(caller *user, organization, project string, wanted permission) *problem {
	member, elsewhere := false, false
	for _, m := range caller.memberships {
		if m.organization != "" && m.organization != organization {
			continue
		}
		member = true
		if !slices.Contains(granted[m.role], wanted) {
			continue
		}
		if m.project == "" || project == "" || m.project == project {
			return nil
		}
		elsewhere = true
	}
	switch {
	case elsewhere:
		return failure("AUTH-3jknH")
	case member:
		return failure("AUTH-5mWD2")
	default:
		return failure("AUTHZ-cdgFk")
	}
}
