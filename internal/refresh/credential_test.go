package refresh

import (
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func TestGet_CredentialDiffersFromState_ReadsIndividually(t *testing.T) {
	for name, spoil := range map[string]func(f *fake, known *idp.Application){
		"gone": func(f *fake, _ *idp.Application) {
			f.change("id 5", func(a *idp.Application) { a.CredentialID = "another" })
		},
		"another's":               func(_ *fake, known *idp.Application) { known.CredentialID = "credential 6" },
		"another address of keys": func(_ *fake, known *idp.Application) { known.JWKSURI = "https://x.example.com" },
		"another client ID":       func(_ *fake, known *idp.Application) { known.ClientID = "x" },
		"no credential and yet a client ID": func(f *fake, known *idp.Application) {
			f.change("id 5", func(a *idp.Application) { a.CredentialID = "" })
			known.CredentialID = ""
		},
		"previous gone": func(_ *fake, known *idp.Application) { *known = keeping(*known) },
		"previous with another client ID": func(f *fake, known *idp.Application) {
			f.change("id 5", func(a *idp.Application) { *a = keeping(*a) })
			*known = keeping(*known)
			known.PreviousClientID = "x"
		},
		"a credential where none belongs": func(_ *fake, known *idp.Application) { known.AuthMethod = idp.NoAuth },
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake(10, 100, true)
			known := application(5, true)
			spoil(f, &known)
			p := New(f)
			warm(t, p, f)
			_, _ = expectGet(t, p, f, known)
		})
	}
}

func TestGet_StateHasOlderListedCredential_UsesList(t *testing.T) {
	f := newFake(10, 100, true)
	f.applications = append(f.applications, func() idp.Application { // a list shows a second credential of application 5
		app := application(5, true)
		app.CredentialID, app.ClientID = "newer", "client newer"
		return app
	}())
	p := New(f)
	warm(t, p, f)
	expectListed(t, p, f, application(5, true))
}

func TestGet_ApplicationWithKeysAtAnAddress_IsListed(t *testing.T) {
	f := newFake(10, 100, true)
	f.change("id 5", func(a *idp.Application) {
		a.AuthMethod, a.JWKSURI, a.ClientSecret = idp.PrivateKeyJWT, "https://a.example.com", ""
	})
	known, _ := f.find("id 5")
	p := New(f)
	warm(t, p, f)
	expectListed(t, p, f, known)
}

func TestPreviousCredentialThatIsKeptIsListed(t *testing.T) {
	f := newFake(10, 100, true)
	f.change("id 5", func(a *idp.Application) { *a = keeping(*a) })
	p := New(f)
	warm(t, p, f)
	known := keeping(application(5, true))
	known.KeepPreviousCredential = true
	expectListed(t, p, f, known)
}

func TestRotate_InvalidatesList(t *testing.T) {
	f := newFake(10, 100, true)
	p := New(f)
	warm(t, p, f)
	known := application(5, true)
	expectListed(t, p, f, known)
	rotated, err := p.Rotate(t.Context(), known)
	if err != nil || rotated.CredentialID == known.CredentialID {
		t.Fatal(err)
	}
	_, _ = expectGet(t, p, f, rotated)
	warm(t, p, f)
	expectListed(t, p, f, rotated) // in a new list
}
