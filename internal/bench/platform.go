package main

import "fmt"

// platform is what the benchmark knows about a platform.
type platform struct {
	name    string
	creates int // requests that register one application, with its secret
	plan    int // requests that a plan over a thousand applications may take, the login included

	// body is the inside of an application's resource block, for a platform that is reached by env.
	body func(env map[string]string) string
}

func allPlatforms() []platform {
	return []platform{
		{name: "zitadel", creates: 1, plan: 5, body: zitadelBody},
		{name: "keycard", creates: 2, plan: 25, body: keycardBody}, // the application and its credential
		{name: "lerian", creates: 1, plan: 4, body: lerianBody},
	}
}

func zitadelBody(env map[string]string) string {
	return fmt.Sprintf(`  name    = "bench-${local.first + count.index}"
  zitadel = { project_id = %q }
`, env["ZITADEL_PROJECT_ID"])
}

func keycardBody(env map[string]string) string {
	return fmt.Sprintf(`  name       = "bench-${local.first + count.index}"
  identifier = "https://bench.example.com/${local.first + count.index}"
  keycard    = { zone_id = %q }
`, env["KEYCARD_ZONE_ID"])
}

// lerianBody uses one name for all: the name is a product, and an application is one of its clients.
func lerianBody(map[string]string) string {
	return `  name        = "plugin-fees"
  description = "bench ${local.first + count.index}"
  lerian      = {}
`
}

// applications is the configuration of applications at a platform; resize says how many.
func applications(body string) string {
	return fmt.Sprintf(`terraform {
  required_providers {
    idp = { source = "idpkit/idp" }
  }
}

resource "idp_application" "bench" {
  count = local.many

%s}
`, body)
}

// floor is a configuration of resources that the command line manages by itself: what they cost before any
// provider.
func floor() string {
	return `resource "terraform_data" "bench" {
  count = local.many
  input = "bench-${local.first + count.index}"
}
`
}
