/** Runs tasks on feature vectors (T/AI 116.6, clause 6.3 a)): type 4, coding, and type 9, gathering and search. */
package io.sluice.runner.features.internal;
