/** Accepts, queues, runs and controls the tasks of this node. */
package io.sluice.executor.internal;
