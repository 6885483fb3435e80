/** How well the clock of this host follows an external source of time (T/AI 116.6, clause 7.1). */
package io.sluice.resources.internal.clock;
