/** Runs tasks of model compression (T/AI 116.6, clause 6.3 a), type 5). */
package io.sluice.runner.compression.internal;
