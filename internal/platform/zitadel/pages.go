package zitadel

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

const (
	pageSize = 1000     // the maximum of the newest servers
	again    = " again" // suffix of the cursors when a list is fetched a second time
)

// position is a cursor: an offset in an unordered list, so pages can overlap or omit something.
type position struct {
	offset int
	round  string // again in the second round
}

func positionOf(cursor string) (position, error) {
	at, oncemore := strings.CutSuffix(cursor, again)
	offset, err := strconv.Atoi(cmp.Or(at, "0"))
	if err != nil {
		return position{}, &idp.Error{Kind: idp.ErrInvalid, Message: "the cursor does not belong to this list"}
	}
	if oncemore {
		return position{offset, again}, nil
	}
	return position{offset, ""}, nil
}

// turn sets the cursor of the next page after a page with n entries.
func (at position) turn(page *idp.Page, n int) {
	switch end := at.offset + n; {
	case n > 0 && (page.Total == 0 || end < page.Total):
		page.Next = strconv.Itoa(end) + at.round
	case at.offset > 0 && at.round == "":
		page.Again = "0" + again
	}
}

// totalOf returns the total number of results of a search. The response has details even if there are no results.
func totalOf(resp *http.Response, details *ListDetails) (int, error) {
	if details == nil {
		return 0, idp.WithHint(transport.Unusable(resp, false, "it is not that of a search"), hintEndpoint)
	}
	total, _ := strconv.Atoi(text(details.TotalResult)) // 0 on error
	return total, nil
}
