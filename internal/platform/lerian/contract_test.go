package lerian_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/contract"
)

const specFile = "openapi.yaml"

// The folders of testdata are named after schemas. Files named reference contain the examples of the vendor's API reference.
func TestContract_RecordedBodies_AreValid(t *testing.T) {
	for _, file := range files(t, "testdata/[A-Z]*/*.json") {
		if err := check(t, file); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

func TestContract_InvalidBodies_AreRefused(t *testing.T) {
	for _, file := range files(t, "testdata/refused/*/*.json") {
		if check(t, file) == nil {
			t.Errorf("%s: the contract allows it", file)
		}
	}
}

func files(t *testing.T, pattern string) []string {
	t.Helper()
	found, err := filepath.Glob(pattern)
	if err != nil || len(found) == 0 {
		t.Fatalf("no files %s: %v", pattern, err)
	}
	return found
}

func check(t *testing.T, file string) error {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return contract.Check(t, specFile, filepath.Base(filepath.Dir(file)), text)
}
