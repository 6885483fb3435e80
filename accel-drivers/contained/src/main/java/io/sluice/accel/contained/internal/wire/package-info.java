/** What gateway and driver process say to each other, and the memory they share. */
package io.sluice.accel.contained.internal.wire;
