/**
 * The figures, for Openfire's statistics and for Prometheus.
 */
@NullMarked
package org.jivesoftware.openfire.plugin.cloudnotify.statistics;

import org.jspecify.annotations.NullMarked;
