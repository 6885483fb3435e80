/** Runs test vectors and judges what comes of them, in the gateway and at their maker's alike. */
package io.sluice.algorithm.vector;
