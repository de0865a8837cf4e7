{{range .Blocks}}
resource "terraform_data" "from_{{.First}}" {
  count = {{.Count}}
  input = "bench-${count.index + {{.First}}}"
}
{{end}}
