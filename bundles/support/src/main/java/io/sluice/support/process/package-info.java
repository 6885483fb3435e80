/** Other processes of the gateway: what they are made of and where they write. */
package io.sluice.support.process;
