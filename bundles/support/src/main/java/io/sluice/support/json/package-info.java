/** Strict reading of JSON and YAML trees. */
package io.sluice.support.json;
