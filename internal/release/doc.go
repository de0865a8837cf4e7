// Package release has tests of what a release publishes: they build a snapshot with the release's own configuration, and
// install it as people do, under each command line.
package release
