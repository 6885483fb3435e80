/** HTTP answers in one form. */
package io.sluice.support.http;
