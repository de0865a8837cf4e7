terraform {
  required_providers {
    idp = { source = "idpkit/idp" }
  }
}
{{range .Blocks}}
resource "idp_application" "from_{{.First}}" {
  count = {{.Count}}
  name  = "bench-${count.index + {{.First}}}"
  zitadel { project_id = "{{$.Env.ZITADEL_PROJECT_ID}}" }
}
{{end}}
