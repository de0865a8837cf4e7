// Package examples tests the examples that have several files or providers, and the guides.
package examples
