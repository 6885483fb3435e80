/** Zones and lines, and who passes them. */
package io.sluice.analytics.internal.place;
