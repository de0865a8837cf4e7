package zitadel

import (
	"errors"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

type searchAnswer struct {
	Details listDetails `json:"details"`
	Result  []appBody   `json:"result,omitempty"`
}

type listDetails struct {
	Total         uint64 `json:"totalResult,omitempty,string"`
	ViewTimestamp string `json:"viewTimestamp"`
}

// searchApps returns the matching applications of any type in the project. If the project is not in the context
// organization, the result is empty, without an error. There is no default limit.
func (s *Server) searchApps(c *call) (any, *problem) {
	page, err := readPage(c.body)
	if err != nil {
		return nil, malformed(err)
	}
	filters, err := readNameFilters(c.body)
	if errors.Is(err, errNoQuery) {
		return nil, plain(codeInvalidArgument, err.Error())
	}
	if err != nil {
		return nil, malformed(err)
	}
	answer := searchAnswer{Details: listDetails{ViewTimestamp: timestamp(s.clock())}}
	for _, app := range s.visible(c) {
		if !filters.match(app.name) {
			continue
		}
		answer.Details.Total++
		full := page.limit > 0 && uint64(len(answer.Result)) == page.limit
		if answer.Details.Total > page.offset && !full {
			answer.Result = append(answer.Result, show(app))
		}
	}
	if answer.Result == nil {
		answer.Details.Total = 0 // past the end, the server omits the total as well
	}
	return answer, nil
}

// visible returns the applications of the call's project that the read side shows.
func (s *Server) visible(c *call) []application {
	if fault.Is(c.ctx, fault.NotFoundTimes) {
		return nil
	}
	stale := fault.Is(c.ctx, fault.StaleList)
	var list []application
	for _, app := range s.state.apps {
		if app.project.id != c.project || app.project.organization != c.organization {
			continue
		}
		if seen, ok := s.asSeen(app, stale); ok {
			list = append(list, seen)
		}
	}
	return list
}

// errNoQuery is the error for filters other than by name.
var errNoQuery = errors.New("invalid ListAppsRequest.Queries[0]: embedded message failed validation | caused by: " +
	"invalid AppQuery.Query: value is required")

type textMatch struct {
	name  string
	match func(text, wanted string) bool
}

func equal(text, wanted string) bool { return text == wanted }

// textMatches are the methods of a text query by enum number; every second one ignores case.
var textMatches = []textMatch{
	{"TEXT_QUERY_METHOD_EQUALS", equal},
	{"TEXT_QUERY_METHOD_EQUALS_IGNORE_CASE", ignoringCase(equal)},
	{"TEXT_QUERY_METHOD_STARTS_WITH", strings.HasPrefix},
	{"TEXT_QUERY_METHOD_STARTS_WITH_IGNORE_CASE", ignoringCase(strings.HasPrefix)},
	{"TEXT_QUERY_METHOD_CONTAINS", strings.Contains},
	{"TEXT_QUERY_METHOD_CONTAINS_IGNORE_CASE", ignoringCase(strings.Contains)},
	{"TEXT_QUERY_METHOD_ENDS_WITH", strings.HasSuffix},
	{"TEXT_QUERY_METHOD_ENDS_WITH_IGNORE_CASE", ignoringCase(strings.HasSuffix)},
}

func ignoringCase(match func(text, wanted string) bool) func(string, string) bool {
	return func(text, wanted string) bool { return match(strings.ToLower(text), strings.ToLower(wanted)) }
}

type textFilter struct {
	wanted string
	match  func(text, wanted string) bool
}

type nameFilters []textFilter

func (f nameFilters) match(name string) bool {
	for _, filter := range f {
		if !filter.match(name, filter.wanted) {
			return false
		}
	}
	return true
}

func readNameFilters(body message) (nameFilters, error) {
	queries, err := body.children("queries")
	if err != nil {
		return nil, err
	}
	var filters nameFilters
	for _, query := range queries {
		if !query.has("nameQuery") {
			return nil, errNoQuery
		}
		filter, err := readTextFilter(query, "nameQuery", "name")
		if err != nil {
			return nil, err
		}
		filters = append(filters, filter)
	}
	return filters, nil
}

// readTextFilter reads the filter of a query by a text field.
func readTextFilter(query message, kind, text string) (textFilter, error) {
	names := make([]string, len(textMatches))
	for i, m := range textMatches {
		names[i] = m.name
	}
	r := readerOf(query)
	wanted, method := r.child(kind).text(text), r.child(kind).enum("method", names)
	if *r.err != nil || method < 0 || method >= len(textMatches) {
		return textFilter{wanted: wanted, match: equal}, *r.err
	}
	return textFilter{wanted: wanted, match: textMatches[method].match}, nil
}
