// Package ownership tests which run and which resource an application belongs to: with two runs at a time, with names that
// move between resources, with another installation, and after a process was killed. The tests run the Terraform command
// line.
package ownership
