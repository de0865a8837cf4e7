package main

import "fmt"

// platform is what the benchmark knows about a platform. Its configuration is in the folder configurations.
type platform struct {
	name    string
	creates int // requests that register one application, with its secret
	plan    int // requests that a plan over a thousand applications may take, the login included
}

func allPlatforms() []platform {
	return []platform{
		{name: "zitadel", creates: 1, plan: 5},
		{name: "keycard", creates: 2, plan: 25}, // the application and its credential
		{name: "lerian", creates: 1, plan: 4},
	}
}

func parsePlatform(s string) (platform, error) {
	for _, p := range allPlatforms() {
		if p.name == s {
			return p, nil
		}
	}
	return platform{}, fmt.Errorf("unknown platform %q", s)
}
