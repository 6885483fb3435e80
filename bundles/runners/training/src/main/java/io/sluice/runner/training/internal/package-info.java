/** Runs tasks of training (T/AI 116.6, clause 6.3 a), type 7) by services of type Trainer. */
package io.sluice.runner.training.internal;
