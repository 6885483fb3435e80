/** What all who speak MQTT with nodes have in common: names of topics, and seals. */
package io.sluice.session.mqtt;
