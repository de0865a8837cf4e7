package transport

import (
	"encoding/json"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Hide takes secrets out of what a platform wrote, should it quote what was sent, as they are and as JSON writes them.
// It has to come before Printable, which may leave a part of a secret that is not to be recognized any more.
func Hide(text string, secrets ...idp.Secret) string {
	for _, secret := range secrets {
		if secret == "" { // which is everywhere
			continue
		}
		quoted, _ := json.Marshal(secret.Reveal()) // of text, which has no error
		text = strings.NewReplacer(secret.Reveal(), secret.String(), string(quoted[1:len(quoted)-1]), secret.String()).Replace(text)
	}
	return text
}
