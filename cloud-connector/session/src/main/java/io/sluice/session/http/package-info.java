/** One request by HTTP to another node, by who it proves to be (RFC 7616); for links and for people alike. */
package io.sluice.session.http;
