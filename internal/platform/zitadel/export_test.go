package zitadel

// Problems lets the tests with the emulator compare the rules with what it reports.
var Problems = problems
