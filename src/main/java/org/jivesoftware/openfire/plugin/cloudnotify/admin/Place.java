package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;

/**
 * Where a page is in the console's menu (plugin.xml).
 *
 * @param address its URL, relative to the plugin's other pages
 * @param title the name of its title's text
 * @param page the id of its menu item, or empty for a sub-item
 * @param subPage the id of its sub-item, or empty
 * @param extra what Openfire appends to the addresses of the sub-items beside it, or empty
 * @param scripts its scripts
 */
record Place(String address, String title, String page, String subPage, String extra, List<String> scripts) {

    static final Place SETTINGS = new Place("settings.jsp", "settings.title", "cloudnotify-settings", "", "", List.of());
    /** Beside the settings, from where it is reached. */
    static final Place BROWSER =
        new Place("browser.jsp", "browser.title", "cloudnotify-settings", "", "", List.of("scripts/browser.js"));
    static final Place REGISTRATIONS =
        new Place("registrations.jsp", "registrations.title", "cloudnotify-registrations", "", "", List.of());
    /** Beside the registrations, from where it is reached. */
    static final Place IMPORT =
        new Place("import.jsp", "import.title", "cloudnotify-registrations", "", "", List.of("scripts/import.js"));
    static final Place SERVICES = new Place("services.jsp", "services.title", "cloudnotify-services", "", "", List.of());
    static final Place ACTIVITY =
        new Place("activity.jsp", "activity.title", "cloudnotify-activity", "", "", List.of("scripts/activity.js"));

    /**
     * @param key a registration
     * @return the address of its row among those of its user
     */
    static String device(RegistrationKey key) {
        return device(key.username(), key.id());
    }

    /**
     * @param username whose
     * @param id the registration's
     * @return the address of its row among those of its user
     */
    static String device(String username, String id) {
        return user(username).address() + "#r-" + id;
    }

    /**
     * @param username whose devices
     * @return the page among the options of that user
     */
    static Place user(String username) {
        // Openfire puts it into its links unescaped; nothing in a URL-encoded name means anything in HTML.
        String extra = "username=" + URLEncoder.encode(username, StandardCharsets.UTF_8);
        return new Place("user.jsp?" + extra, "user.title", "", "cloudnotify-user", extra, List.of());
    }
}
