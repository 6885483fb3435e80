/** Arguments of algorithms and operators, checked against their JSON Schema. */
package io.sluice.algorithm.schema;
