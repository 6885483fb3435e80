/**
 * What an {@code algorithm.yaml} says: the manifest of an algorithm package ({@code .algorithm}, one zip file) and of a plain folder.
 */
package io.sluice.algorithm;
