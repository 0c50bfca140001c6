package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import javax.servlet.http.HttpServletRequest;
import org.jivesoftware.openfire.auth.AuthToken;

/** Who is logged in to the console. */
final class Administrator {

    /** Where Openfire's login keeps its token, in every version (WebManager and AuthCheckFilter read it there). */
    private static final String ATTRIBUTE = "jive.admin.authToken";

    private Administrator() {
    }

    /**
     * @param request a request that passed Openfire's login filter
     * @return the user name for the audit log, or "unknown"
     */
    static String of(HttpServletRequest request) {
        String name = request.getSession().getAttribute(ATTRIBUTE) instanceof AuthToken token ? token.getUsername() : null;
        return name == null || name.isEmpty() ? "unknown" : name;
    }
}
