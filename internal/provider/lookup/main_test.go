package lookup_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

func TestMain(m *testing.M) { acctest.Main(m) }

func at(name string) tfjsonpath.Path { return tfjsonpath.New(name) }

func text(value string) knownvalue.Check { return knownvalue.StringExact(value) }
