/** The package as a file: read without trusting it, and written. */
package io.sluice.algorithm.archive;
