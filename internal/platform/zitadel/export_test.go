package zitadel

// Problems lets the tests against the emulator compare the rules with what it reports.
var Problems = problems
