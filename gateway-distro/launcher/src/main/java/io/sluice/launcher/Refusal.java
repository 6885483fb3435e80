package io.sluice.launcher;

/**
 * Why a feature does not run.
 *
 * @param code stable, as in statuses: {@code feature.malformed}, {@code feature.incomplete}, {@code feature.conflict},
 *     {@code feature.unresolved}
 * @param reason the cause in English, naming what is missing or wrong
 */
record Refusal(String code, String reason) {}
