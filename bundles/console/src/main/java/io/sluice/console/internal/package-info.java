/**
 * The watch page at {@code /watch/}: HTML, CSS and ES modules from this bundle's {@code watch} folder, served with an entity
 * tag of their content, so that an update of the bundle shows at the next load.
 */
package io.sluice.console.internal;
