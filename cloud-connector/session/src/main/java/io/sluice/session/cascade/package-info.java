/** Questions to this node that go on to the nodes below it. */
package io.sluice.session.cascade;
