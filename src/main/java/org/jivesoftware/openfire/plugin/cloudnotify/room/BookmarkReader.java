package org.jivesoftware.openfire.plugin.cloudnotify.room;

import java.util.Iterator;
import org.dom4j.Element;
import org.jspecify.annotations.Nullable;

/**
 * Reads a user's bookmark of a room (XEP-0402) with what it says of notifications (XEP-0492, both of its namespaces). What cannot be read
 * says nothing. Stateless.
 */
public final class BookmarkReader {

    /** The node where bookmarks are, and their namespace. */
    public static final String NODE = "urn:xmpp:bookmarks:1";

    private static final String SETTINGS = "urn:xmpp:notification-settings:";
    private static final int LONGEST_NICKNAME = 256;

    private BookmarkReader() {
    }

    /**
     * @param conference the payload of an item: hostile until it is read; null for none
     * @return what it says
     */
    public static RoomBookmark read(@Nullable Element conference) {
        if (conference == null || !conference.getName().equals("conference") || !NODE.equals(conference.getNamespaceURI())) {
            return RoomBookmark.NONE;
        }
        RoomWish wish = null;
        String nickname = null;
        for (Iterator<?> children = conference.elementIterator(); children.hasNext();) {
            Element child = (Element) children.next();
            if (child.getName().equals("nick") && child.getTextTrim().length() <= LONGEST_NICKNAME) {
                nickname = child.getTextTrim().isEmpty() ? null : child.getTextTrim();
            } else if (child.getName().equals("extensions")) {
                wish = wish(child);
            }
        }
        return wish == null && nickname == null ? RoomBookmark.NONE : new RoomBookmark(wish, nickname);
    }

    /** The most specific for a phone; of equals, the first. */
    private static @Nullable RoomWish wish(Element extensions) {
        RoomWish best = null;
        int rank = 0;
        for (Iterator<?> all = extensions.elementIterator(); all.hasNext();) {
            Element notify = (Element) all.next();
            if (notify.getName().equals("notify") && notify.getNamespaceURI().startsWith(SETTINGS)) {
                for (Iterator<?> each = notify.elementIterator(); each.hasNext();) {
                    Element setting = (Element) each.next();
                    RoomWish wish = of(setting.getName());
                    if (wish != null && rank(setting) > rank) {
                        best = wish;
                        rank = rank(setting);
                    }
                }
            }
        }
        return best;
    }

    private static @Nullable RoomWish of(String name) {
        return switch (name) {
            case "always" -> RoomWish.ALWAYS;
            case "on-mention" -> RoomWish.ON_MENTION;
            case "never" -> RoomWish.NEVER;
            default -> null;
        };
    }

    /** @return how specific it is for a phone; 0 where it is for something else */
    private static int rank(Element setting) {
        String old = setting.attributeValue("client-type");
        if (old != null) {
            return old.equals("mobile") || old.equals("phone") ? 3 : 0;
        }
        String category = setting.attributeValue("identity-category");
        String type = setting.attributeValue("identity-type");
        boolean client = category == null || category.equals("client");
        if (!client || type != null && !type.equals("phone")) {
            return 0;
        }
        return type != null ? 3 : category != null ? 2 : 1;
    }
}
