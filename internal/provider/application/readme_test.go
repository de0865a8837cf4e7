package application_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

func TestReadme_Example_Applies(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	block := regexp.MustCompile("(?s)```terraform\n(.*?)```").FindStringSubmatch(example(t, w, "../README.md"))
	if block == nil {
		t.Fatal("the README has no example")
	}
	w.Test(resource.TestStep{Config: block[1]}, unchanged(block[1]))
}
