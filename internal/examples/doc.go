// Package examples has tests of the examples that are more than one file.
package examples
