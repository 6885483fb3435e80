/** Results of other nodes' tasks: kept in files, in the order they came. */
package io.sluice.inbox.internal;
