/** Operators of classic image processing. */
package io.sluice.classic.internal;
