package main

import "fmt"

// platform is a platform to measure. Its configuration is in the folder configurations.
type platform struct {
	name    string
	creates int // requests to register one application, with its secret
	plan    int // budget of requests for a plan of a thousand applications, including the login
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
