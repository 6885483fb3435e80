/** What runs in the driver's process. */
package io.sluice.accel.contained.internal.child;
