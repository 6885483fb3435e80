/** Jobs: one at a time, remembered over restarts. */
package io.sluice.compression.internal.job;
