package main

import "testing"

func TestRequestsAreSortedIntoKinds(t *testing.T) {
	got := count(map[string]int{
		"zitadel.create_application": 1, "keycard.create_application": 2, "keycard.create_credential": 3,
		"zitadel.get_app": 10, "zitadel.search_apps": 20, "keycard.list_applications": 30,
		"lerian.login": 100, "keycard.token": 200,
		"zitadel.discovery": 1000, "lerian.delete_application": 2000, "keycard.update_application": 3000,
	})
	if want := (requests{creates: 6, reads: 60, logins: 300, others: 6000}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got.total() != 6366 {
		t.Errorf("the total is %d", got.total())
	}
}
