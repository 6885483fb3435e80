/** Commands for makers of algorithms, started by {@code ./sluice algorithm}. */
package io.sluice.cli;
