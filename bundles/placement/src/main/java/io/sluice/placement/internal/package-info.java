/** The placement as a service, its configuration and its REST resources. */
package io.sluice.placement.internal;
