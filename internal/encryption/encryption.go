// Package encryption encrypts client secrets to age and SSH public keys, in the ASCII-armored age format
// (age-encryption.org/v1), so that neither plan nor state contains them in plain text.
package encryption

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
	"filippo.io/age/agessh"
	"filippo.io/age/armor"
	"golang.org/x/crypto/ssh"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Recipients are the public keys to which a secret is encrypted.
type Recipients []age.Recipient

// ParseRecipient parses an age public key ("age1...") or an SSH public key ("ssh-ed25519 ...", "ssh-rsa ..."). Its errors do
// not quote the text, which could be a private key by mistake.
func ParseRecipient(text string) (age.Recipient, error) {
	switch {
	case strings.HasPrefix(text, "AGE-SECRET-KEY-") || strings.Contains(text, "PRIVATE KEY"):
		return nil, errors.New("a private key; set the public key that belongs to it")
	case strings.HasPrefix(text, "ssh-"):
		recipient, err := agessh.ParseRecipient(text)
		if err != nil {
			return nil, errors.New("not an SSH public key of type ssh-ed25519 or ssh-rsa (2048 bits or more)")
		}
		return recipient, nil
	}
	recipients, err := age.ParseRecipients(strings.NewReader(text))
	if err != nil || len(recipients) != 1 {
		return nil, errors.New("neither an age recipient (age1...) nor an SSH public key (ssh-ed25519 ..., ssh-rsa ...)")
	}
	return recipients[0], nil
}

// Key returns a recipient without the comment that an SSH public key can have.
func Key(recipient string) string {
	if fields := strings.Fields(recipient); strings.HasPrefix(recipient, "ssh-") && len(fields) > 1 {
		return fields[0] + " " + fields[1]
	}
	return strings.TrimSpace(recipient)
}

// ParseRecipients parses public keys, and checks that a text can be encrypted to all of them at once.
func ParseRecipients(texts []string) (Recipients, error) {
	var recipients Recipients
	for i, text := range texts {
		recipient, err := ParseRecipient(text)
		if err != nil {
			return nil, fmt.Errorf("recipient %d: %w", i+1, err)
		}
		recipients = append(recipients, recipient)
	}
	if len(recipients) == 0 {
		return nil, nil
	}
	if _, err := recipients.Encrypt("trial"); err != nil { // age cannot mix post-quantum recipients with others
		return nil, fmt.Errorf("these recipients cannot be combined: %w", err)
	}
	return recipients, nil
}

// Encrypt returns the secret as an ASCII-armored age file.
func (r Recipients) Encrypt(secret idp.Secret) (string, error) {
	var file bytes.Buffer
	armoured := armor.NewWriter(&file)
	w, err := age.Encrypt(armoured, r...)
	if err != nil {
		return "", err
	}
	if _, err := io.WriteString(w, secret.Reveal()); err != nil {
		return "", err
	}
	if err := errors.Join(w.Close(), armoured.Close()); err != nil {
		return "", err
	}
	return file.String(), nil
}

// Identities are private keys. Any of them can decrypt what is encrypted to it.
type Identities []age.Identity

// ParseIdentities parses private keys: the content of an age key file (AGE-SECRET-KEY-1..., one per line, comments allowed),
// or an SSH private key without a passphrase. Its errors do not quote the text.
func ParseIdentities(text idp.Secret) (Identities, error) {
	content := strings.TrimSpace(text.Reveal())
	if strings.HasPrefix(content, "-----BEGIN") {
		identity, err := agessh.ParseIdentity([]byte(content + "\n"))
		if _, locked := errors.AsType[*ssh.PassphraseMissingError](err); locked {
			return nil, errors.New("the SSH private key is protected by a passphrase")
		}
		if err != nil {
			return nil, errors.New("not an SSH private key of type ed25519 or RSA")
		}
		return Identities{identity}, nil
	}
	identities, err := age.ParseIdentities(strings.NewReader(strings.ReplaceAll(content, "\r\n", "\n")))
	if err != nil {
		return nil, errors.New("neither an age identity (AGE-SECRET-KEY-1...) nor an SSH private key")
	}
	return identities, nil
}

// Decrypt decrypts an ASCII-armored age file.
func (i Identities) Decrypt(file string) (idp.Secret, error) {
	if len(i) == 0 {
		return "", errors.New("there is no identity to decrypt with")
	}
	plain, err := age.Decrypt(armor.NewReader(strings.NewReader(file)), i...)
	if _, none := errors.AsType[*age.NoIdentityMatchError](err); none {
		return "", errors.New("it is not encrypted to the identity's public key")
	}
	if err != nil {
		return "", errors.New("it is not an age file, or a damaged one")
	}
	text, err := io.ReadAll(plain)
	if err != nil {
		return "", errors.New("the age file is damaged")
	}
	return idp.Secret(text), nil
}
