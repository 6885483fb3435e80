/** Runs tasks of inference (T/AI 116.6, clause 6.3 a), type 8). */
package io.sluice.runner.inference.internal;
