package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.servlet.http.HttpSession;

/** What was ticked when a button was pressed, so that it still is on the page that follows. */
final class Selection {

    private static final String ATTRIBUTE = "cloudnotify.selection";

    private Selection() {
    }

    /** Keeps it for the page that follows, as what the JDK knows: objects of this plugin would keep its classes after an unload. */
    static void keep(HttpSession session, List<String> ids) {
        session.setAttribute(ATTRIBUTE, new ArrayList<>(ids));
    }

    /** @return what was kept, once */
    static Set<String> take(HttpSession session) {
        Set<String> ids = new HashSet<>();
        if (session.getAttribute(ATTRIBUTE) instanceof List<?> kept) {
            session.removeAttribute(ATTRIBUTE);
            kept.forEach(id -> ids.add(String.valueOf(id)));
        }
        return ids;
    }
}
