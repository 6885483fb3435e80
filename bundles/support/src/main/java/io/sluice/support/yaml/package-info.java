/** Strict reading of YAML files that people write. */
package io.sluice.support.yaml;
