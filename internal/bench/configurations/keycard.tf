terraform {
  required_providers {
    idp = { source = "idpkit/idp" }
  }
}
{{range .Blocks}}
resource "idp_application" "from_{{.First}}" {
  count      = {{.Count}}
  name       = "bench-${count.index + {{.First}}}"
  identifier = "https://bench.example.com/${count.index + {{.First}}}"
  keycard { zone_id = "{{$.Env.KEYCARD_ZONE_ID}}" }
}
{{end}}
