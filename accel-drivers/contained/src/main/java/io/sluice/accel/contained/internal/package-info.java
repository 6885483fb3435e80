/**
 * Drivers of accelerators in processes of their own.
 */
package io.sluice.accel.contained.internal;
