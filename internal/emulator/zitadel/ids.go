package zitadel

import (
	"crypto/rand"
	"crypto/sha256"
	mathrand "math/rand/v2"
	"strconv"
	"strings"
)

const (
	alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	urlSafe      = alphanumeric + "-_"
)

// The lengths observed on a real server.
const (
	secretLength = 64
	patLength    = 277
	tokenLength  = 288
)

// idSource generates IDs like the server's: 18 digits, increasing, never consecutive.
type idSource struct{ last uint64 }

func newIDSource() idSource {
	return idSource{last: 400_000_000_000_000_000 + mathrand.Uint64N(9_000_000_000_000_000)}
}

func (s *idSource) next() string {
	s.last += 65_537 + mathrand.Uint64N(1<<20)
	return strconv.FormatUint(s.last, 10)
}

// randomText returns random characters with equal probability. It discards bytes that would favor the start of the alphabet.
func randomText(length int, alphabet string) string {
	limit := 256 - 256%len(alphabet)
	text := make([]byte, 0, length)
	buffer := make([]byte, length)
	for len(text) < length {
		_, _ = rand.Read(buffer) // never fails
		for _, b := range buffer {
			if int(b) < limit && len(text) < length {
				text = append(text, alphabet[int(b)%len(alphabet)])
			}
		}
	}
	return string(text)
}

func requestID() string { return strings.ToLower(rand.Text()[:20]) }

// digest is the hash of a secret or token. The instance stores nothing else of it.
type digest [sha256.Size]byte

func digestOf(secret string) digest { return sha256.Sum256([]byte(secret)) }
