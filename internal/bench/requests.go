package main

import "strings"

// requests counts a platform's requests by kind.
type requests struct {
	creates, reads, logins int
	others                 int // such as discovery, updates and deletions
}

func (r requests) total() int { return r.creates + r.reads + r.logins + r.others }

// count sums an emulator's journal by kind, from the names of the operations.
func count(journal map[string]int) requests {
	var r requests
	for name, n := range journal {
		_, operation, _ := strings.Cut(name, ".")
		switch verb, _, _ := strings.Cut(operation, "_"); verb {
		case "create":
			r.creates += n
		case "get", "list", "search":
			r.reads += n
		case "login", "token":
			r.logins += n
		default:
			r.others += n
		}
	}
	return r
}
