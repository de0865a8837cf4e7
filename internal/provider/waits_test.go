package provider_test

import (
	"strings"
	"testing"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

type values = map[string]any

// waiting is an operation whose request meets a rate limit, after a call of limit.
type waiting struct {
	request string
	does    func(t *testing.T, w *acctest.World, limit func()) acctest.Problems
}

// TestLongWait_OfEachOperation_IsReported covers every kind of operation: a user who waits for a rate limit learns why.
func TestLongWait_OfEachOperation_IsReported(t *testing.T) {
	for name, operation := range waitingOperations() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t, func(o *emulator.Options) { o.KeycardRevocation = true })
			t.Cleanup(w.RemoveAll)
			problems := operation.does(t, w, func() {
				w.Fault(fault.Fault{Operation: operation.request, Kind: fault.Status, Status: 429, RetryAfter: "45"})
			})
			var said []string
			for _, d := range problems {
				if strings.HasSuffix(d.Summary, " limited the rate of requests") {
					said = append(said, d.Detail)
				}
			}
			if problems.Failed() || len(said) != 1 || !strings.Contains(said[0], "waited 45s because of") {
				t.Errorf("the waits that were reported: %q, among\n%s", said, problems)
			}
		})
	}
}

func waitingOperations() map[string]waiting {
	all := map[string]waiting{}
	for name, o := range applicationOperations() {
		all["application, "+name] = o
	}
	for name, o := range credentialOperations() {
		all["credential, "+name] = o
	}
	for name, o := range lookupOperations() {
		all[name] = o
	}
	return all
}

func applicationOperations() map[string]waiting {
	config := func(w *acctest.World, name string) values {
		return values{"name": name, "zitadel": values{"project_id": w.ZITADEL.ProjectID()}}
	}
	// after does something with an application that was registered.
	after := func(request string, does func(*testing.T, *acctest.Core, *acctest.World) acctest.Problems) waiting {
		return waiting{request, func(t *testing.T, w *acctest.World, limit func()) acctest.Problems {
			core := w.Core()
			if _, problems := core.Apply(t.Context(), config(w, "orders")); problems.Failed() {
				t.Fatal(problems)
			}
			limit()
			return does(t, core, w)
		}}
	}
	return map[string]waiting{
		"plan": {"zitadel.search_apps", func(t *testing.T, w *acctest.World, limit func()) acctest.Problems {
			limit()
			_, problems := w.Core().Plan(t.Context(), config(w, "orders"))
			return problems
		}},
		"create": {"zitadel.create_application", func(t *testing.T, w *acctest.World, limit func()) acctest.Problems {
			limit()
			_, problems := w.Core().Apply(t.Context(), config(w, "orders"))
			return problems
		}},
		"read": after("zitadel.get_app", func(t *testing.T, core *acctest.Core, _ *acctest.World) acctest.Problems {
			return core.Refresh(t.Context())
		}),
		"who changed it": after("zitadel.search_changes", func(t *testing.T, core *acctest.Core, w *acctest.World) acctest.Problems {
			w.Drift("zitadel", values{"name": "invoices"})
			return core.Refresh(t.Context())
		}),
		"whether its secret is valid": {"zitadel.introspect", func(t *testing.T, w *acctest.World, limit func()) acctest.Problems {
			core := w.Core()
			verified := config(w, "orders")
			verified["secret"] = values{"verify": true}
			if _, problems := core.Apply(t.Context(), verified); problems.Failed() {
				t.Fatal(problems)
			}
			w.Ahead = time.Hour // the provider does not ask about a new secret
			limit()
			return core.Refresh(t.Context())
		}},
		"update": after("zitadel.update_app", func(t *testing.T, core *acctest.Core, w *acctest.World) acctest.Problems {
			_, problems := core.Apply(t.Context(), config(w, "invoices"))
			return problems
		}),
		"delete": after("zitadel.delete_app", func(t *testing.T, core *acctest.Core, _ *acctest.World) acctest.Problems {
			return core.Destroy(t.Context())
		}),
	}
}

func credentialOperations() map[string]waiting {
	config := func(w *acctest.World, subject string) values {
		return values{
			"application_id": w.ID("keycard"), "keycard": values{"zone_id": w.Keycard.ZoneID()},
			"workload_identity": values{"provider_id": w.Keycard.ProviderID(), "subject": subject},
		}
	}
	at := func(request string, created bool, does func(*testing.T, *acctest.Core, *acctest.World) acctest.Problems) waiting {
		return waiting{request, func(t *testing.T, w *acctest.World, limit func()) acctest.Problems {
			w.Register("keycard", w.Registrations()["keycard"])
			core := w.CoreOf(credentialType)
			if created {
				if _, problems := core.Apply(t.Context(), config(w, "a")); problems.Failed() {
					t.Fatal(problems)
				}
			}
			limit()
			return does(t, core, w)
		}}
	}
	apply := func(subject string) func(*testing.T, *acctest.Core, *acctest.World) acctest.Problems {
		return func(t *testing.T, core *acctest.Core, w *acctest.World) acctest.Problems {
			_, problems := core.Apply(t.Context(), config(w, subject))
			return problems
		}
	}
	return map[string]waiting{
		"create": at("keycard.create_credential", false, apply("a")),
		"read": at("keycard.get_credential", true, func(t *testing.T, core *acctest.Core, _ *acctest.World) acctest.Problems {
			return core.Refresh(t.Context())
		}),
		"update": at("keycard.update_credential", true, apply("b")),
		"delete": at("keycard.delete_credential", true, func(t *testing.T, core *acctest.Core, _ *acctest.World) acctest.Problems {
			return core.Destroy(t.Context())
		}),
	}
}

func lookupOperations() map[string]waiting {
	zone := func(w *acctest.World) values { return values{"zone_id": w.Keycard.ZoneID()} }
	data := func(request, typeName string, config func(*acctest.World) values) waiting {
		return waiting{request, func(t *testing.T, w *acctest.World, limit func()) acctest.Problems {
			w.Register("keycard", w.Registrations()["keycard"])
			limit()
			return w.ReadData(t.Context(), typeName, config(w))
		}}
	}
	// A list ends on its own or at its limit.
	list := func(request, typeName string, most int64) waiting {
		return waiting{request, func(t *testing.T, w *acctest.World, limit func()) acctest.Problems {
			w.Register("keycard", w.Registrations()["keycard"])
			limit()
			n, problems := w.List(t.Context(), typeName, values{"keycard": zone(w)}, most)
			if n != 1 {
				t.Errorf("%d results", n)
			}
			return problems
		}}
	}
	token := func(request string) waiting {
		return waiting{request, func(t *testing.T, w *acctest.World, limit func()) acctest.Problems {
			app := w.Register("keycard", w.Registrations()["keycard"])
			if err := w.Keycard.Depend(app.ID); err != nil {
				t.Fatal(err)
			}
			_, identifier := w.Keycard.Resource()
			limit()
			return w.Open(t.Context(), "idp_access_token", values{
				"client_id": app.ClientID, "client_secret": app.ClientSecret.Reveal(), "keycard": values{"zone_id": w.Keycard.ZoneID(), "resource": identifier},
			})
		}}
	}
	return map[string]waiting{
		"data source": data("keycard.list_applications", "idp_application", func(w *acctest.World) values {
			return values{"name": "orders", "keycard": zone(w)}
		}),
		"data source by ID": data("keycard.get_application", "idp_application", func(w *acctest.World) values {
			return values{"id": w.ID("keycard"), "keycard": zone(w)}
		}),
		"data source of all": data("keycard.list_applications", "idp_applications", func(w *acctest.World) values {
			return values{"keycard": zone(w)}
		}),
		"Keycard resource": data("keycard.list_resources", "idp_keycard_resource", func(w *acctest.World) values {
			_, identifier := w.Keycard.Resource()
			return values{"zone_id": w.Keycard.ZoneID(), "identifier": identifier}
		}),
		"list":                      list("keycard.list_applications", "idp_application", 100),
		"list up to its limit":      list("keycard.list_applications", "idp_application", 1),
		"list of credentials":       list("keycard.list_credentials", credentialType, 100),
		"credentials up to a limit": list("keycard.list_credentials", credentialType, 1),
		"access token":              token("keycard.zone_token"),
		"end of an access token":    token("keycard.zone_revoke"),
	}
}
