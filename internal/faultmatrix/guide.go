package faultmatrix

import (
	_ "embed" // for the text of the page
	"io"
	"text/template"
)

//go:generate go run ./write ../../templates/guides/fault-reference.md.tmpl

//go:embed guide.md.tmpl
var text string

// Write writes the fault reference.
func Write(w io.Writer) error {
	guide, err := template.New("guide").Parse(text)
	if err != nil {
		return err
	}
	return guide.Execute(w, map[string]any{
		"Tables": Tables(), "KindTables": KindTables(), "CredentialTables": CredentialTables(), "Meanings": Meanings(),
		"Platforms": Platforms, "Kinds": Kinds, "Credentials": Credentials,
	})
}
