/** From access units to decoded pictures. */
package io.sluice.analytics.internal.decode;
