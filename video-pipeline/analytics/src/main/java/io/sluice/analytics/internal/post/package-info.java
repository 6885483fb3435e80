/** From model outputs to boxes. */
package io.sluice.analytics.internal.post;
