// Package ownership has tests about whose an application is: of two runs at a time, of names that pass between resources, of
// another installation, and of a process that was killed. They run the command line as people do.
package ownership
