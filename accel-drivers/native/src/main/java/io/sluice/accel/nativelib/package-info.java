/** What drivers of accelerators have in common whose libraries are called by JNA; copied into each of their bundles. */
package io.sluice.accel.nativelib;
