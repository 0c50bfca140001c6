package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.util.ArrayList;
import java.util.List;
import javax.servlet.http.HttpSession;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Parts;

/**
 * A message on top of a page.
 *
 * @param kind how it looks
 * @param text what it says
 */
record Notice(Kind kind, String text) {

    /** How Openfire shows messages. */
    enum Kind { SUCCESS, INFO, WARNING, ERROR }

    private static final String ATTRIBUTE = "cloudnotify.notices";

    static Notice success(String text) {
        return new Notice(Kind.SUCCESS, text);
    }

    static Notice error(String text) {
        return new Notice(Kind.ERROR, text);
    }

    /** @return what this version of Openfire lacks, and what is switched off for that */
    static List<Notice> of(Parts parts, Texts texts) {
        return parts.lacks().stream().map(lack -> {
            String part = texts.get(lack.part().key());
            return new Notice(Kind.WARNING, lack.switchedOff() ? texts.get("part.off", part, parts.openfire(), lack.missing())
                : texts.get("part.incomplete", part, parts.openfire(), lack.missing()));
        }).toList();
    }

    /** @return the name of the style class and of the image */
    String style() {
        return kind.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** @return whether a screen reader should say it at once */
    boolean urgent() {
        return kind == Kind.ERROR || kind == Kind.WARNING;
    }

    /**
     * Keeps notices for the page that follows a redirect. They go into the session as what the JDK knows: objects of this plugin
     * would keep its classes after an unload.
     */
    static void keep(HttpSession session, List<Notice> notices) {
        session.setAttribute(ATTRIBUTE,
            new ArrayList<>(notices.stream().map(notice -> List.of(notice.kind().name(), notice.text())).toList()));
    }

    /** @return what was kept, once */
    static List<Notice> take(HttpSession session) {
        List<Notice> notices = new ArrayList<>();
        if (session.getAttribute(ATTRIBUTE) instanceof List<?> kept) {
            session.removeAttribute(ATTRIBUTE);
            for (Object one : kept) {
                if (one instanceof List<?> parts && parts.size() == 2) {
                    notices.add(new Notice(Kind.valueOf((String) parts.get(0)), (String) parts.get(1)));
                }
            }
        }
        return notices;
    }
}
