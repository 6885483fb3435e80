/** What a gateway is among others. */
package io.sluice.support.node;
