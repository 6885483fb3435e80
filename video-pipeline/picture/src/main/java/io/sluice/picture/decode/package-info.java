/** From access units to decoded pictures. */
package io.sluice.picture.decode;
