package main

import "fmt"

// platform is what the benchmark knows about a platform.
type platform struct {
	name    string
	creates int // requests that register one application, with its secret
	plan    int // requests that a plan over a thousand applications may take, the login included

	// body is the inside of the resource block of applications that are numbered from first on, for a platform that is
	// reached by env.
	body func(env map[string]string, first int) string
}

func allPlatforms() []platform {
	return []platform{
		{name: "zitadel", creates: 1, plan: 5, body: zitadelBody},
		{name: "keycard", creates: 2, plan: 25, body: keycardBody}, // the application and its credential
		{name: "lerian", creates: 1, plan: 4, body: lerianBody},
	}
}

func zitadelBody(env map[string]string, first int) string {
	return fmt.Sprintf(`  name    = "bench-${%d + count.index}"
  zitadel { project_id = %q }
`, first, env["ZITADEL_PROJECT_ID"])
}

func keycardBody(env map[string]string, first int) string {
	return fmt.Sprintf(`  name       = "bench-${%[1]d + count.index}"
  identifier = "https://bench.example.com/${%[1]d + count.index}"
  keycard { zone_id = %[2]q }
`, first, env["KEYCARD_ZONE_ID"])
}

// lerianBody uses one name for all: the name is a product, and an application is one of its clients.
func lerianBody(_ map[string]string, first int) string {
	return fmt.Sprintf(`  name        = "plugin-fees"
  description = "bench ${%d + count.index}"
  lerian {}
`, first)
}
