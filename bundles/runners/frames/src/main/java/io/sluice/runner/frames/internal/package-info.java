/** Runs tasks of frame extraction (T/AI 116.6, clause 6.3 a), type 1). */
package io.sluice.runner.frames.internal;
