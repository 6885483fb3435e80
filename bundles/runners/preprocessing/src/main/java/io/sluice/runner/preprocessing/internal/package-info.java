/** Runs tasks of preprocessing (T/AI 116.6, clause 6.3 a), type 2). */
package io.sluice.runner.preprocessing.internal;
