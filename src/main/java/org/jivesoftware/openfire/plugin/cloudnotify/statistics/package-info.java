/**
 * The figures, for Openfire's statistics and for Prometheus.
 */
package org.jivesoftware.openfire.plugin.cloudnotify.statistics;
