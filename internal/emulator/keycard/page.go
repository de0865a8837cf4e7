package keycard

import (
	"encoding/base64"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

const maxLimit = 100

// page is the requested part of a list. A cursor is the place of a row; zero means none.
type page struct {
	limit  int
	after  int
	before int
	total  bool
}

func readPage(query url.Values) (page, error) {
	p := page{limit: maxLimit}
	var err error
	if text := query.Get("limit"); text != "" && !query.Has("filter[id]") {
		if p.limit, err = strconv.Atoi(text); err != nil || p.limit < 1 || p.limit > maxLimit {
			return p, badRequest("limit must be a number from 1 to %d", maxLimit)
		}
	}
	forward := query.Get("after")
	if forward == "" {
		forward = query.Get("cursor") // the older name
	}
	if forward != "" && query.Has("before") {
		return p, badRequest("after and before cannot be combined")
	}
	if p.after, err = readCursor(forward); err != nil {
		return p, err
	}
	if p.before, err = readCursor(query.Get("before")); err != nil {
		return p, err
	}
	p.total = slices.Contains(query["expand[]"], "total_count")
	return p, nil
}

const cursorPrefix = "row:"

func cursor(place int) string {
	return base64.RawURLEncoding.EncodeToString([]byte(cursorPrefix + strconv.Itoa(place)))
}

func readCursor(text string) (int, error) {
	if text == "" {
		return 0, nil
	}
	decoded, err := base64.RawURLEncoding.DecodeString(text)
	number, ok := strings.CutPrefix(string(decoded), cursorPrefix)
	place, numberErr := strconv.Atoi(number)
	if err != nil || !ok || numberErr != nil || place < 1 {
		return 0, badRequest("The cursor is not valid")
	}
	return place, nil
}

// window returns the range of the rows that the page shows.
func window[T row](rows []T, p page) (start, end int, err error) {
	switch {
	case p.after != 0:
		_, start, err = locate(rows, p.after)
		return start, min(start+p.limit, len(rows)), err
	case p.before != 0:
		end, _, err = locate(rows, p.before)
		return max(end-p.limit, 0), end, err
	default:
		return 0, min(p.limit, len(rows)), nil
	}
}

// locate returns the index of the row at this place, and that of the next row. A row that was deleted since is an error only
// if the rows are not in creation order.
func locate[T row](rows []T, place int) (at, after int, err error) {
	if i := slices.IndexFunc(rows, func(r T) bool { return r.place() == place }); i >= 0 {
		return i, i + 1, nil
	}
	if !slices.IsSortedFunc(rows, byPlace[T]) {
		return 0, 0, badRequest("The cursor is no longer valid")
	}
	i, _ := slices.BinarySearchFunc(rows, place, func(r T, place int) int { return r.place() - place })
	return i, i, nil
}

func byPlace[T row](a, b T) int { return a.place() - b.place() }

// listReply returns one page of the rows, with both forms of the service's cursors.
func listReply[T row](rows []T, p page, body func(T) map[string]any) (reply, error) {
	start, end, err := window(rows, p)
	if err != nil {
		return reply{}, err
	}
	items := make([]any, 0, end-start)
	for _, r := range rows[start:end] {
		items = append(items, body(r))
	}
	info := map[string]any{
		"has_previous_page": start > 0, "has_next_page": end < len(rows), "start_cursor": nil, "end_cursor": nil,
	}
	pagination := map[string]any{"before_cursor": nil, "after_cursor": nil}
	if start < end {
		first, last := cursor(rows[start].place()), cursor(rows[end-1].place())
		info["start_cursor"], info["end_cursor"] = first, last
		if start > 0 {
			pagination["before_cursor"] = first
		}
		if end < len(rows) {
			pagination["after_cursor"] = last
		}
	}
	if p.total {
		pagination["total_count"] = len(rows)
	}
	return reply{body: map[string]any{"items": items, "page_info": info, "pagination": pagination}}, nil
}
