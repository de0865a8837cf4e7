terraform {
  required_providers {
    idp = { source = "idpkit/idp" }
  }
}
{{/* The name is a product, and an application is one of its clients. */}}
{{range .Blocks}}
resource "idp_application" "from_{{.First}}" {
  count       = {{.Count}}
  name        = "plugin-fees"
  description = "bench ${count.index + {{.First}}}"
  lerian {}
}
{{end}}
