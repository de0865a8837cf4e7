package application_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/knownvalue"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

const required = acctest.Required

func register(t *testing.T, w *acctest.World, platform string, wanted idp.Registration) idp.Application {
	t.Helper()
	return w.Register(platform, wanted)
}

func connect(t *testing.T, w *acctest.World, platform string) idp.Platform {
	t.Helper()
	return w.Platform(platform)
}

func removeAll(t *testing.T, w *acctest.World) {
	t.Helper()
	w.RemoveAll()
}

func registrations(w *acctest.World) map[string]idp.Registration { return w.Registrations() }

func importIDOf(w *acctest.World, platform, id string) string { return w.ImportID(platform, id) }

func identityOf(w *acctest.World, platform string) map[string]knownvalue.Check {
	return w.Identity(platform)
}
