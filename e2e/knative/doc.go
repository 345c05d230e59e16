// Package knative tests framepost with Knative's own code: its types read the service that is
// deployed, and its queue-proxy stands in front of the program, as it does in every instance.
package knative
