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
	pageSize = 1000     // the most that the newest servers allow
	again    = " again" // ends the cursors of a list that is gone through once more
)

// position is a cursor: an offset in a list without order, so that pages may overlap, or leave something out.
type position struct {
	offset int
	round  string // again in the second one
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

// turn says how the list goes on after a page with n entries.
func (at position) turn(page *idp.Page, n int) {
	switch end := at.offset + n; {
	case n > 0 && (page.Total == 0 || end < page.Total):
		page.Next = strconv.Itoa(end) + at.round
	case at.offset > 0 && at.round == "":
		page.Again = "0" + again
	}
}

// totalOf is how many a search has found. Its details are there even when there is nothing.
func totalOf(resp *http.Response, details *ListDetails) (int, error) {
	if details == nil {
		return 0, idp.WithHint(transport.Unusable(resp, false, "it is not that of a search"), hintEndpoint)
	}
	total, _ := strconv.Atoi(text(details.TotalResult)) // 0 beside an error
	return total, nil
}
