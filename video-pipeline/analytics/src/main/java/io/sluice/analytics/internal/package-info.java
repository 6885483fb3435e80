/** Analysis of camera streams: decodes, samples, infers, follows, reports. */
package io.sluice.analytics.internal;
