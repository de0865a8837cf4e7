// Package reconcile tests the provider with engines that reconcile repeatedly in one process, such as Crossplane.
package reconcile
