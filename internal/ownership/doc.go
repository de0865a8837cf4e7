// Package ownership tests which application belongs to which state: with two concurrent runs, names that move between
// resources, another installation, and a killed process. The tests run the command line as users do.
package ownership
