// Package reconcile tests the provider under engines that reconcile repeatedly in one process, such as Crossplane's.
package reconcile
