/**
 * The messages of T/AI 116.6, clause 9 and Annex A: a record for each table, its components in the order of the table and named
 * as its fields. A component that the table calls optional is an {@code Optional}; objects that the standard leaves open are
 * {@link io.sluice.api.message.JsonObject}s. Each record keeps in {@code extra} what a peer sent beyond the table, so that it
 * survives being handed on. Lengths, ranges and codes are checked where messages are read and written, not here.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.sluice.api.message;
