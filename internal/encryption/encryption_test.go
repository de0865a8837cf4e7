package encryption

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"encoding/pem"
	"strings"
	"testing"

	"filippo.io/age"
	"golang.org/x/crypto/ssh"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

const secret idp.Secret = "hunter2-hunter2"

// pair is a public key and its private key, as users write them.
type pair struct{ public, private string }

func agePair(t *testing.T) pair {
	t.Helper()
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return pair{identity.Recipient().String(), "# created: today\n" + identity.String() + "\n"}
}

func hybridPair(t *testing.T) pair {
	t.Helper()
	identity, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	return pair{identity.Recipient().String(), identity.String()}
}

func sshPair(t *testing.T, private any, public any, passphrase string) pair {
	t.Helper()
	var block *pem.Block
	var err error
	if passphrase == "" {
		block, err = ssh.MarshalPrivateKey(private, "")
	} else {
		block, err = ssh.MarshalPrivateKeyWithPassphrase(private, "", []byte(passphrase))
	}
	if err != nil {
		t.Fatal(err)
	}
	key, err := ssh.NewPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	return pair{string(ssh.MarshalAuthorizedKey(key)), string(pem.EncodeToMemory(block))}
}

func ed25519Pair(t *testing.T, passphrase string) pair {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return sshPair(t, private, public, passphrase)
}

func rsaPair(t *testing.T) pair {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return sshPair(t, key, &key.PublicKey, "")
}

func TestEachRecipientDecrypts(t *testing.T) {
	pairs := map[string]pair{"age": agePair(t), "another age": agePair(t), "SSH Ed25519": ed25519Pair(t, ""), "SSH RSA": rsaPair(t)}
	var publics []string
	for _, p := range pairs {
		publics = append(publics, p.public)
	}
	recipients, err := ParseRecipients(publics)
	if err != nil {
		t.Fatal(err)
	}
	file, err := recipients.Encrypt(secret)
	if err != nil || !strings.HasPrefix(file, "-----BEGIN AGE ENCRYPTED FILE-----\n") || strings.Contains(file, secret.Reveal()) {
		t.Fatalf("encrypted: %q, %v", file, err)
	}
	for name, p := range pairs {
		for _, private := range []string{p.private, strings.ReplaceAll(p.private, "\n", "\r\n")} {
			identities, err := ParseIdentities(idp.Secret(private))
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if got, err := identities.Decrypt(file); err != nil || got.Reveal() != secret.Reveal() {
				t.Errorf("%s: decrypted %q, %v", name, got.Reveal(), err)
			}
		}
	}
	stranger, _ := ParseIdentities(idp.Secret(agePair(t).private))
	if _, err := stranger.Decrypt(file); err == nil || !strings.Contains(err.Error(), "not encrypted to the identity") {
		t.Errorf("a stranger decrypts: %v", err)
	}
}

func TestPostQuantumRecipient_MixedWithClassic_IsRefused(t *testing.T) {
	p := hybridPair(t)
	recipients, err := ParseRecipients([]string{p.public})
	if err != nil {
		t.Fatal(err)
	}
	file, _ := recipients.Encrypt(secret)
	identities, _ := ParseIdentities(idp.Secret(p.private))
	if got, err := identities.Decrypt(file); got.Reveal() != secret.Reveal() {
		t.Errorf("decrypted %q, %v", got.Reveal(), err)
	}
	if _, err := ParseRecipients([]string{p.public, agePair(t).public}); err == nil || !strings.Contains(err.Error(), "cannot be combined") {
		t.Errorf("mixed with a classic one: %v", err)
	}
}

func TestWrongKeysAreRefusedWithoutQuotingThem(t *testing.T) {
	private := agePair(t).private
	for name, text := range map[string]string{
		"empty": "", "a word": "hunter2", "cut off": "age1qqqq", "two": agePair(t).public + "\n" + agePair(t).public,
		"age private key": strings.Split(private, "\n")[1], "SSH private key": ed25519Pair(t, "").private,
		"SSH of another type": "ssh-dss AAAAB3NzaC1kc3MAAACB", "ECDSA": "ecdsa-sha2-nistp256 AAAAE2VjZHNh",
	} {
		_, err := ParseRecipient(text)
		if err == nil || text != "" && strings.Contains(err.Error(), text) {
			t.Errorf("recipient %s: %v", name, err)
		}
	}
	for name, text := range map[string]string{
		"empty": "", "public": agePair(t).public, "a word": "hunter2", "broken PEM": "-----BEGIN OPENSSH PRIVATE KEY-----\nhunter2",
		"with a passphrase": ed25519Pair(t, "hunter2").private,
	} {
		_, err := ParseIdentities(idp.Secret(text))
		if err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("identity %s: %v", name, err)
		}
	}
}

func TestDecrypt_DamagedFile_Fails(t *testing.T) {
	p := agePair(t)
	recipients, _ := ParseRecipients([]string{p.public})
	identities, _ := ParseIdentities(idp.Secret(p.private))
	file, _ := recipients.Encrypt(secret)
	lines := strings.Split(file, "\n")
	last := len(lines) - 3
	lines[last] = strings.Repeat("A", len(lines[last])-1) + "="
	for name, text := range map[string]string{"empty": "", "no age file": "hunter2", "cut off": file[:len(file)/2], "changed": strings.Join(lines, "\n")} {
		if got, err := identities.Decrypt(text); err == nil || got != "" {
			t.Errorf("%s: decrypted %q, %v", name, got.Reveal(), err)
		}
	}
	if _, err := Identities(nil).Decrypt(file); err == nil {
		t.Error("decrypted without an identity")
	}
}

func TestParseRecipients_Comment_IsIgnored(t *testing.T) {
	for recipient, want := range map[string]string{
		"ssh-ed25519 AAAA alice@laptop": "ssh-ed25519 AAAA",
		"ssh-ed25519  AAAA":             "ssh-ed25519 AAAA",
		"ssh-rsa AAAA for the pipeline": "ssh-rsa AAAA",
		"ssh-rsa":                       "ssh-rsa",
		"age1abc":                       "age1abc",
		" age1abc\n":                    "age1abc",
	} {
		if got := Key(recipient); got != want {
			t.Errorf("%q is the key %q, want %q", recipient, got, want)
		}
	}
}
