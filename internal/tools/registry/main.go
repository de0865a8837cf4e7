// Command registry converts the files of a release into a folder that any web server can serve as a provider registry or,
// with -mirror, as a network mirror, which is also a filesystem mirror. It is for networks without access to the public
// registries. It verifies the release's signature and checksums before it writes anything. Releases can be added to the same
// folder one after the other.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
)

const usage = `usage: registry -key FILE [-mirror] RELEASE FOLDER

RELEASE is a folder with the files of a release: zips, SHA256SUMS, signature and manifest. Zips of platforms that are not
needed may be missing. FOLDER is the web server's root.

`

func main() {
	log.SetFlags(0)
	flag.Usage = func() {
		_, _ = fmt.Fprint(flag.CommandLine.Output(), usage)
		flag.PrintDefaults()
	}
	key := flag.String("key", "", "`file` with the public key that signed the release, armored")
	asMirror := flag.Bool("mirror", false, "write a mirror of the public registries instead of a registry")
	flag.Parse()
	if flag.NArg() != 2 || *key == "" {
		flag.Usage()
		os.Exit(2)
	}
	if err := publish(*key, flag.Arg(0), flag.Arg(1), *asMirror); err != nil {
		log.Fatal("registry: ", err)
	}
}

func publish(key, from, to string, asMirror bool) error {
	r, err := openRelease(from, key)
	if err != nil {
		return err
	}
	if asMirror {
		return writeMirror(r, to)
	}
	return writeRegistry(r, to)
}
