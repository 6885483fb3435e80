/** The stages of an algorithm at work on a picture. */
package io.sluice.analytics.internal.stage;
