/** Where tasks get their input from. */
package io.sluice.runner.kit.source;
