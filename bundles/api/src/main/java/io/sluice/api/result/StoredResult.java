package io.sluice.api.result;

/**
 * A result in the store.
 *
 * @param id rises with every result stored
 */
public record StoredResult(long id, AnalysisResult result) {}
