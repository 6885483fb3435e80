/** The pictures of a source, decoded, and the course of a run that works on them. */
package io.sluice.runner.kit.picture;
