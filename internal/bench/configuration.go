package main

import "fmt"

// configuration is what the command line is given: one resource block for each part of the resources. The command line copies the
// state of a whole block for each of its instances, so that a block of ten times as many takes a hundred times as long,
// whatever the provider does.
type configuration struct {
	head  string
	block func(first, many int) string
}

// applications is the configuration of applications at a platform that is reached by env.
func applications(p platform, env map[string]string) configuration {
	return configuration{
		head: `terraform {
  required_providers {
    idp = { source = "idpkit/idp" }
  }
}
`,
		block: func(first, many int) string { return block("idp_application", first, many, p.body(env, first)) },
	}
}

// floor is a configuration of resources that the command line manages by itself: what they cost before any provider.
func floor() configuration {
	return configuration{block: func(first, many int) string {
		return block("terraform_data", first, many, fmt.Sprintf("  input = \"bench-${%d + count.index}\"\n", first))
	}}
}

func block(kind string, first, many int, body string) string {
	return fmt.Sprintf(`resource %q "from_%d" {
  count = %d

%s}
`, kind, first, many, body)
}
