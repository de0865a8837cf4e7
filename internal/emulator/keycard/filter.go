package keycard

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
)

// filters are the filters of a list. A row matches a filter if it matches one of its values, and it must match all filters.
type filters[T any] map[string]func(values []string, row T) bool

var applicationFilters = filters[*application]{
	"identifier":         func(v []string, a *application) bool { return allowed(v, a.identifier) },
	"slug":               func(v []string, a *application) bool { return allowed(v, a.slug) },
	"filter[id]":         func(v []string, a *application) bool { return allowed(v, a.id) },
	"filter[identifier]": func(v []string, a *application) bool { return allowed(v, a.identifier) },
	"filter[slug]":       func(v []string, a *application) bool { return allowed(v, a.slug) },
	"query[name]":        func(v []string, a *application) bool { return mentions(v, a.name) },
	"query[identifier]":  func(v []string, a *application) bool { return mentions(v, a.identifier) },
	"query[]":            func(v []string, a *application) bool { return mentions(v, a.name) || mentions(v, a.identifier) },
	"traits": func(v []string, a *application) bool {
		return slices.ContainsFunc(v, func(t string) bool { return slices.Contains(a.traits, t) })
	},
	"traits[all]": func(v []string, a *application) bool {
		return !slices.ContainsFunc(v, func(t string) bool { return !slices.Contains(a.traits, t) })
	},
}

func allowed(values []string, value string) bool {
	return len(values) == 0 || slices.Contains(values, value)
}

// mentions reports whether the text contains one of the values, ignoring case.
func mentions(values []string, text string) bool {
	return slices.ContainsFunc(values, func(value string) bool {
		return strings.Contains(strings.ToLower(text), strings.ToLower(value))
	})
}

// match returns the function that reports whether a row matches the query.
func (f filters[T]) match(query url.Values) (func(T) bool, error) {
	for name := range query {
		if _, known := f[name]; !known && (strings.HasPrefix(name, "filter[") || strings.HasPrefix(name, "query[")) {
			return nil, badRequest("%s is not a known filter", name)
		}
	}
	return func(row T) bool {
		for name, values := range query {
			if matches, known := f[name]; known && !matches(values, row) {
				return false
			}
		}
		return true
	}, nil
}

// onePage rejects parameters that cannot be combined with a list by IDs, which is always a single page.
func onePage(query url.Values, p page) error {
	ids := query["filter[id]"]
	switch {
	case len(ids) == 0:
		return nil
	case len(ids) > maxLimit:
		return badRequest("filter[id] takes at most %d values", maxLimit)
	case p.after != 0 || p.before != 0:
		return badRequest("filter[id] cannot be combined with after or before")
	}
	return nil
}

var orders = map[string]func(a, b *application) int{
	"created_at": func(a, b *application) int { return a.createdAt.Compare(b.createdAt) },
	"name":       func(a, b *application) int { return cmp.Compare(a.name, b.name) },
	"identifier": func(a, b *application) int { return cmp.Compare(a.identifier, b.identifier) },
}

// sortApplications sorts by a comma-separated list of fields; a hyphen before a field reverses its order.
func sortApplications(rows []*application, by string) error {
	if by == "" {
		return nil
	}
	var compare []func(a, b *application) int
	for field := range strings.SplitSeq(by, ",") {
		name, descending := strings.CutPrefix(field, "-")
		order, known := orders[name]
		if !known {
			return badRequest("sort does not know %q", field)
		}
		if descending {
			compare = append(compare, func(a, b *application) int { return order(b, a) })
		} else {
			compare = append(compare, order)
		}
	}
	slices.SortStableFunc(rows, func(a, b *application) int {
		for _, order := range compare {
			if n := order(a, b); n != 0 {
				return n
			}
		}
		return 0
	})
	return nil
}
