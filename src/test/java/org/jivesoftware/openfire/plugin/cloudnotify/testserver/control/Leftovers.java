package org.jivesoftware.openfire.plugin.cloudnotify.testserver.control;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What an unloaded plugin left behind.
 *
 * @param classLoaderCollected whether its class loader was garbage collected within some seconds
 * @param threads              names of threads that still run its code or have its class loader
 * @param keepers              where the class loader was not collected: threads of others that keep it alive, and how
 * @param registrations        what the unloading changed in each of the server's lists; a clean plugin's numbers here are zero or negative
 */
public record Leftovers(boolean classLoaderCollected, List<String> threads, List<String> keepers, Map<String, Integer> registrations)
        implements Serializable {
}
