/** Following things over pictures. */
package io.sluice.analytics.internal.track;
