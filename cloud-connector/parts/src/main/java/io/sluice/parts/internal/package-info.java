/** Big parts of results: kept for others, fetched from others. */
package io.sluice.parts.internal;
