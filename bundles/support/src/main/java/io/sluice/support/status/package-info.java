/** Reporting of statuses from a component. */
package io.sluice.support.status;
