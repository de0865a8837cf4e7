// Command write writes the fault reference to a file.
package main

import (
	"errors"
	"log"
	"os"
	"path/filepath"

	"github.com/idpkit/terraform-provider-idp/internal/faultmatrix"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: write FILE")
	}
	if err := write(os.Args[1]); err != nil {
		log.Fatal(err)
	}
}

func write(name string) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil { //nolint:gosec // documentation is for everybody
		return err
	}
	file, err := os.Create(name) //nolint:gosec // the caller names the file
	if err != nil {
		return err
	}
	return errors.Join(faultmatrix.Write(file), file.Close())
}
