/** What bundles of native libraries have in common. */
package io.sluice.support.natives;
