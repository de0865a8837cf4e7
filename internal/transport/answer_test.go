package transport

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

type registered struct {
	ID     string `json:"id"`
	Client struct {
		Slug string `json:"slug"`
	} `json:"client"`
}

// closing records whether a body was closed.
type closing struct {
	io.Reader
	closed bool
}

func (c *closing) Close() error { c.closed = true; return nil }

func teapot(resp *http.Response, body []byte) *idp.Error {
	return &idp.Error{Kind: idp.ErrForbidden, Status: resp.StatusCode, Message: string(body)}
}

func TestAnswer_InvalidBody_KeepsReadableFields(t *testing.T) {
	for name, c := range map[string]struct {
		status  int
		body    string
		id      string
		problem string // "" means success
	}{
		"success":          {201, `{"id":"1","client":{"slug":"orders"},"more":true}`, "1", ""},
		"another success":  {200, `{"id":"1"}`, "1", ""},
		"a field's type":   {201, `{"client":{"slug":5},"id":"1"}`, "1", "field client.slug has an unexpected type"},
		"the whole's type": {201, `["canary"]`, "", "it is not the expected JSON"},
		"cut off":          {201, `{"id":"canary"`, "", "it is not the expected JSON"},
		"web page":         {200, `<html>canary`, "", "it is not the expected JSON"},
		"nothing":          {204, ``, "", "it is not the expected JSON"},
	} {
		for write, kind := range map[bool]idp.Kind{true: idp.ErrAmbiguous, false: idp.ErrUnexpected} {
			t.Run(name, func(t *testing.T) {
				body := &closing{Reader: strings.NewReader(c.body)}
				got, err := Answer[registered](&http.Response{StatusCode: c.status, Body: body}, nil, write, teapot)
				if got.ID != c.id || !body.closed {
					t.Errorf("got %+v, closed: %v", got, body.closed)
				}
				if c.problem == "" {
					if err != nil {
						t.Error(err)
					}
					return
				}
				e, ok := errors.AsType[*idp.Error](err)
				if !ok || e.Kind != kind || e.Status != c.status {
					t.Fatalf("got %v, want %q", err, kind)
				}
				wantContains(t, e.Error(), c.problem)
				wantLacks(t, e.Error(), "canary", ":  ")
			})
		}
	}
}

func TestAnswer_ErrorResponse_ReturnsError(t *testing.T) {
	lost := &idp.Error{Kind: idp.ErrRateLimited}
	for name, c := range map[string]struct {
		resp *http.Response
		err  error
		want *idp.Error
	}{
		"refusal":     {answer(nil, 403, "no"), nil, &idp.Error{Kind: idp.ErrForbidden, Status: 403, Message: "no"}},
		"redirect":    {answer(nil, 302, "there"), nil, &idp.Error{Kind: idp.ErrForbidden, Status: 302, Message: "there"}},
		"interim":     {answer(nil, 101, ""), nil, &idp.Error{Kind: idp.ErrForbidden, Status: 101}},
		"none at all": {nil, lost, lost},
		"broken": {
			&http.Response{StatusCode: 200, Body: io.NopCloser(iotest.ErrReader(lost))}, nil, lost,
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Answer[registered](c.resp, c.err, true, teapot)
			if diff := cmp.Diff(error(c.want), err); diff != "" || got.ID != "" {
				t.Errorf("%v %s", got, diff)
			}
		})
	}
}

func TestBodyOfASuccessIsKeptAsItIs(t *testing.T) {
	for _, status := range []int{200, 201, 204, 299} {
		body, err := Success(answer(nil, status, " plain\n"), nil, true, teapot)
		if err != nil || string(body) != " plain\n" {
			t.Errorf("%d: got %q, %v", status, body, err)
		}
	}
}

func TestPrintable_ControlCharacters_BecomeOneLine(t *testing.T) {
	for text, want := range map[string]string{
		"":                                    "",
		" too \t short\r\nfield: näme ":       "too short field: näme",
		"\x1b[31mred\x00\u202e\ufffd \xffend": "[31mred end",
		strings.Repeat("ä", 300):              strings.Repeat("ä", 300),
		strings.Repeat("ä", 301):              strings.Repeat("ä", 299) + "…",
	} {
		if got := Printable(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// The login page of a network responds to everything with 200.
func TestWebPageInPlaceOfTheAPI_IsNamed(t *testing.T) {
	for write, kind := range map[bool]idp.Kind{true: idp.ErrAmbiguous, false: idp.ErrUnexpected} {
		resp := answer(nil, 200, "<html>canary")
		resp.Header.Set("Content-Type", "text/html; charset=utf-8")
		_, err := Answer[registered](resp, nil, write, teapot)
		e, ok := errors.AsType[*idp.Error](err)
		if !ok || e.Kind != kind || e.Status != 200 {
			t.Fatalf("got %v, want %q", err, kind)
		}
		wantContains(t, e.Error(), "got a web page instead of an API response", "proxy", "captive portal")
		wantLacks(t, e.Error(), "canary")
	}
}
