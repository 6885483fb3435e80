/** Runs tasks of aggregation (T/AI 116.6, clause 6.3 a), type 10): merge, association and fusion of results of other tasks. */
package io.sluice.runner.aggregation.internal;
