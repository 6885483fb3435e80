/** Algorithms tried on still pictures. */
package io.sluice.analytics.internal.trial;
