/** Which model runs on which device: the rule, the devices, the leases. */
package io.sluice.placement.internal.pool;
