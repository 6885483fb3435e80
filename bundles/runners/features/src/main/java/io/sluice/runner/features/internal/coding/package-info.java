/** The compact form of a feature vector: bytes to numbers and back, without wiring. docs/protocol.md tells it byte by byte. */
package io.sluice.runner.features.internal.coding;
