// Package reconcile tests the provider as engines drive it that reconcile again and again in one process, such as Crossplane's.
package reconcile
