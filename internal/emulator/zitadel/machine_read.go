package zitadel

import (
	"errors"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

type userAnswer struct {
	User userBody `json:"user"`
}

type userBody struct {
	ID                 string      `json:"id"`
	Details            details     `json:"details"`
	State              string      `json:"state"`
	UserName           string      `json:"userName"`
	LoginNames         []string    `json:"loginNames"`
	PreferredLoginName string      `json:"preferredLoginName"`
	Machine            machineBody `json:"machine"`
}

// machineBody shows whether there is a secret, unlike an application's body.
type machineBody struct {
	Name            string `json:"name"`
	Description     string `json:"description,omitempty"`
	HasSecret       bool   `json:"hasSecret,omitempty"`
	AccessTokenType string `json:"accessTokenType,omitempty"`
}

func (u *user) show() userBody {
	return userBody{
		ID: u.id, Details: u.readDetails(), State: userStates[u.state],
		UserName: u.login, LoginNames: []string{u.login}, PreferredLoginName: u.login,
		Machine: machineBody{
			Name: u.display, Description: u.description, HasSecret: u.secret != nil,
			AccessTokenType: unlessZero(machineTokenTypes, u.tokenType),
		},
	}
}

// getUser sees the latest writes.
func (s *Server) getUser(c *call) (any, *problem) {
	u := s.state.usersByID[c.user]
	if u == nil || !u.readable() || u.owner != c.organization || fault.Is(c.ctx, fault.NotFoundTimes) {
		return nil, failure(c.missing)
	}
	return userAnswer{User: u.show()}, nil
}

type usersAnswer struct {
	Details listDetails `json:"details"`
	Result  []userBody  `json:"result,omitempty"`
}

// searchUsers returns the matching service accounts of the context organization. Unlike the search of applications, it waits
// for the read side and so is never stale.
func (s *Server) searchUsers(c *call) (any, *problem) {
	page, err := readPage(c.body)
	if err != nil {
		return nil, malformed(err)
	}
	filters, err := readUserFilters(c.body)
	if errors.Is(err, errNoUserQuery) {
		return nil, plain(codeInvalidArgument, err.Error())
	}
	if err != nil {
		return nil, malformed(err)
	}
	answer := usersAnswer{Details: listDetails{ViewTimestamp: timestamp(s.clock())}}
	for _, u := range s.state.users {
		if !u.readable() || u.owner != c.organization || fault.Is(c.ctx, fault.NotFoundTimes) || !filters.match(u) {
			continue
		}
		answer.Details.Total++
		full := page.limit > 0 && uint64(len(answer.Result)) == page.limit
		if answer.Details.Total > page.offset && !full {
			answer.Result = append(answer.Result, u.show())
		}
	}
	if answer.Result == nil {
		answer.Details.Total = 0 // past the end, the server omits the total as well
	}
	return answer, nil
}

// errNoUserQuery is the error for filters that are not emulated.
var errNoUserQuery = errors.New("invalid ListUsersRequest.Queries[0]: embedded message failed validation | caused by: " +
	"invalid SearchQuery.Query: value is required")

var userTypes = []string{"TYPE_UNSPECIFIED", "TYPE_HUMAN", "TYPE_MACHINE"}

const typeHuman = 1

type userFilters []func(*user) bool

func (f userFilters) match(u *user) bool {
	for _, matches := range f {
		if !matches(u) {
			return false
		}
	}
	return true
}

func readUserFilters(body message) (userFilters, error) {
	queries, err := body.children("queries")
	if err != nil {
		return nil, err
	}
	var filters userFilters
	for _, query := range queries {
		switch {
		case query.has("typeQuery"):
			r := readerOf(query)
			kind := r.child("typeQuery").enum("type", userTypes)
			if *r.err != nil {
				return nil, *r.err
			}
			filters = append(filters, func(*user) bool { return kind != typeHuman })
		case query.has("userNameQuery"):
			filter, err := readTextFilter(query, "userNameQuery", "userName")
			if err != nil {
				return nil, err
			}
			filters = append(filters, func(u *user) bool { return filter.match(u.login, filter.wanted) })
		default:
			return nil, errNoUserQuery
		}
	}
	return filters, nil
}

// searchUserChanges reads the event store. The body selects the part, unlike for applications.
func (s *Server) searchUserChanges(c *call) (any, *problem) {
	page, err := readPage(c.body)
	if err != nil {
		return nil, malformed(err)
	}
	u := s.state.usersByID[c.user]
	if u == nil || u.owner != c.organization || fault.Is(c.ctx, fault.NotFoundTimes) {
		return changesAnswer{}, nil
	}
	return changesAnswer{Result: changes(u.events, u.owner, page)}, nil
}
